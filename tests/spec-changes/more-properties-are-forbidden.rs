fn detail() -> types::ErrorDetails {
    types::ErrorDetails {
        code: String::from("code"),
        message: String::from("message"),
        target: None,
    }
}
