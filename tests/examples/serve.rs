//! An embedded server of the document, for programs that test servers: it prints its
//! service root and runs until its input ends.

use std::io::{self, Read};

use intune_recover_passcode::fake::Server;

fn main() -> io::Result<()> {
    let server = Server::start()?;
    println!("{}", server.service_root());
    io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}
