fn request_id(error: types::MainError) -> Option<String> {
    error.inner_error?.request_id
}
