//! Writes the seed corpus: the examples of the spec, and the fixture of every event in both forms.

use std::fs;
use std::io;
use std::path::Path;

use jing_openplatform_testing::api::API;
use jing_openplatform_testing::fixtures::{self, Form};

fn main() -> io::Result<()> {
    // A request to the receiver is its body behind eight bytes of how it is sent.
    for (target, how) in [("parse", &[][..]), ("round_trip", &[]), ("embedded", &[]), ("receiver", &[0; 8])] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
        fs::create_dir_all(&folder)?;
        let write = |name: String, body: &[u8]| fs::write(folder.join(name), [how, body].concat());
        for example in API.events.iter().copied().flatten().flat_map(|event| event.examples) {
            write(example.name.to_owned(), example.text.as_bytes())?;
        }
        for fixture in fixtures::all() {
            for (form, name) in [(Form::Plain, "plain"), (Form::Embedded, "embedded")] {
                let fixture = fixture.clone().form(form);
                write(format!("{}.{name}.json", fixture.id()), &fixture.clone().body())?;
                let odd = fixture.clone().seed(1).unknown_fields();
                write(format!("{}.{name}.unknown.json", fixture.id()), &odd.body())?;
            }
        }
    }
    Ok(())
}
