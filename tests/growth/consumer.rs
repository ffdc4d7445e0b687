//! A program against the client as it was first: it names all that there is.

use intune_recover_passcode::types::{
    Circle, Lamp, Lamps, ListLampsOptions, Maker, NewLamp, NewLampKind, Shape, Square, State,
};
use intune_recover_passcode::{Client, Cloud, Error, Response};

async fn calls(client: &Client) -> Result<(), Error> {
    let lamps: Response<Lamps> = client.list_lamps("hall", "north").await?;
    let options = ListLampsOptions::default()
        .with_after("a")
        .with_state(State::On);
    let more: Lamps = client
        .list_lamps_with("hall", "north", options)
        .await?
        .into_inner();
    for lamp in lamps.inner().value.iter().chain(&more.value) {
        read(lamp);
    }
    let new = NewLamp::new("desk", "hall")
        .with_kind(NewLampKind::Desk)
        .with_note(None);
    let NewLamp {
        name,
        room,
        kind,
        note,
        ..
    } = new.clone();
    let _: (String, String, Option<NewLampKind>, Option<Option<String>>) = (name, room, kind, note);
    read(client.create_lamp("hall", &new).await?.inner());
    let () = client.remove_lamps("hall").await?.into_inner();
    match client.get_shape("a", "hall", "b", "c").await?.into_inner() {
        Shape::Circle(circle) => drop::<Box<Circle>>(circle),
        Shape::Square(square) => drop::<Box<Square>>(square),
        _ => {}
    }
    Ok(())
}

fn read(lamp: &Lamp) {
    let Lamp {
        name,
        state,
        socket,
        maker,
        ..
    } = lamp.clone();
    let _: String = name;
    match &state {
        State::On => {}
        State::Off => {}
        other => println!("{}", other.as_str()),
    }
    assert_eq!(state, state.clone());
    let _: Option<i64> = socket.and_then(|socket| socket.width);
    let maker: Option<Maker> = maker;
    let _: Option<String> = maker.and_then(|maker| maker.country);
}

fn main() {
    assert_eq!(Cloud::default(), Cloud::Main);
    let _ = calls;
}
