//! Which finding a difference in Rust is tied to: the one about what the name is of.

use codegen::Source;
use codegen::review::{Format, Review};

fn review(old: &str, new: &str) -> Review {
    let [old, new] = [old, new].map(|text| {
        let text = format!("openapi: 3.0.3\ninfo: {{title: Pets, version: '1'}}\n{text}");
        Source::parse("pets.yaml", text.as_bytes()).expect("YAML")
    });
    Review::new(Some(&old), Some(&new)).expect("a document")
}

fn report(old: &str, new: &str) -> String {
    let review = review(old, new);
    let tied = review.findings.iter().flat_map(|finding| &finding.rust);
    let api = review.rust.api().expect("both are clients");
    let differences = [&api.removed, &api.changed, &api.added];
    for change in differences.into_iter().flatten() {
        let lines = [&change.before, &change.after].into_iter().flatten();
        for line in lines {
            let is_tied = tied.clone().any(|tied| tied.ends_with(line.as_str()));
            assert!(is_tied, "nothing is behind {line}");
        }
    }
    review.report(Format::Text { is_coloured: false })
}

const OPERATION: &str = "
paths:
  /pets/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200':
          description: the pet
          content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}
  /owners:
    get: {responses: {'204': {description: there}}}
";

#[test]
fn an_operation_without_an_id_is_named_by_its_path() {
    let moved = OPERATION.replace("/pets/{id}", "/animals/{id}");
    insta::assert_snapshot!(report(OPERATION, &moved));
}

const COLLIDING: &str = "
paths:
  /pets:
    get:
      operationId: getPets
      responses:
        '200':
          description: pets
          content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
components:
  schemas:
    Pet:
      type: object
      properties:
        tag: {$ref: '#/components/schemas/PetTag'}
        owner: {type: object, properties: {tag: {type: object, properties: {a: {type: string}}}}}
    PetTag: {type: object, properties: {owner: {type: object, properties: {b: {type: string}}}}}
    PetOwner: {type: object, properties: {tag: {type: object, properties: {c: {type: string}}}}}
    Uses: {type: object, properties: {owner: {$ref: '#/components/schemas/PetOwner'}}}
";

#[test]
fn types_that_would_have_one_name_are_told_apart() {
    let old = COLLIDING.replace("tag: {$ref: '#/components/schemas/PetTag'}", "tag: {$ref: '#/components/schemas/PetTag'}\n        uses: {$ref: '#/components/schemas/Uses'}");
    let inline = old.replace("a: {type: string}", "a: {type: integer}");
    let component = old.replace("c: {type: string}", "c: {type: integer}");
    insta::assert_snapshot!(format!(
        "{}\n{}",
        report(&old, &inline),
        report(&old, &component)
    ));
}

#[test]
fn a_component_with_another_name_is_another_type() {
    let renamed = COLLIDING.replace("PetTag", "Label");
    insta::assert_snapshot!(report(COLLIDING, &renamed));
}

/// The schema was there before; that it is referred to takes a name away.
#[test]
fn what_an_addition_renames_is_found() {
    let used = COLLIDING.replace("tag: {$ref: '#/components/schemas/PetTag'}", "tag: {$ref: '#/components/schemas/PetTag'}\n        uses: {$ref: '#/components/schemas/Uses'}");
    insta::assert_snapshot!(report(COLLIDING, &used));
}

#[test]
fn what_collides_with_nothing_renames_nothing() {
    let added = COLLIDING.replace(
        "b: {type: string}",
        "b: {type: string}, more: {type: object, title: Pet, properties: {b: {type: string}}}",
    );
    let review = review(COLLIDING, &added);
    let renamed = review
        .findings
        .iter()
        .find(|finding| finding.rule.id() == "rust-name-changed");
    assert!(renamed.is_none(), "{renamed:?}");
}
