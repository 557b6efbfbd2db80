//! Writes the seed corpus: the examples of the spec, and the fixture of every event in both forms.

use std::fs;
use std::io;
use std::path::Path;

use jing_openplatform_testing::api::API;
use jing_openplatform_testing::fixtures::{self, Form};

fn main() -> io::Result<()> {
    for target in ["parse", "round_trip", "embedded"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
        fs::create_dir_all(&folder)?;
        for example in API.events.iter().copied().flatten().flat_map(|event| event.examples) {
            fs::write(folder.join(example.name), example.text)?;
        }
        for fixture in fixtures::all() {
            for (form, name) in [(Form::Plain, "plain"), (Form::Embedded, "embedded")] {
                let fixture = fixture.clone().form(form);
                fs::write(folder.join(format!("{}.{name}.json", fixture.id())), fixture.clone().body())?;
                let odd = fixture.clone().seed(1).unknown_fields();
                fs::write(folder.join(format!("{}.{name}.unknown.json", fixture.id())), odd.body())?;
            }
        }
    }
    Ok(())
}
