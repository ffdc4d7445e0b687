fn request_id(error: types::MainError) -> Option<Option<String>> {
    error.inner_error?.request_id
}
