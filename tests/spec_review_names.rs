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

/// Of two names that would be one, the first in the document keeps it.
#[test]
fn the_order_of_names_that_collide_is_part_of_the_rust_api() {
    let old = "
paths:
  /pets:
    post:
      operationId: addPet
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
      responses: {'204': {description: added}}
components:
  schemas:
    Pet:
      type: object
      properties:
        full_name: {type: string}
        full-name: {type: string}
";
    let new = old.replace(
        "full_name: {type: string}\n        full-name: {type: string}",
        "full-name: {type: string}\n        full_name: {type: string}",
    );
    assert_ne!(old, new);
    insta::assert_snapshot!(report(old, &new));
}

/// A removal that was announced does not free the name for something else.
#[test]
fn the_method_of_a_deprecated_operation_is_taken_by_another() {
    let old = "
paths:
  /v1/pets/{id}:
    get:
      operationId: pet
      deprecated: true
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: there}}
";
    let new = old
        .replace("/v1/", "/v2/")
        .replace("get:", "delete:")
        .replace("      deprecated: true\n", "");
    insta::assert_snapshot!(report(old, &new));
}
