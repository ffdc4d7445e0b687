fn read(error: &types::MainError) -> (&str, &str) {
    (&error.code, &error.message)
}
