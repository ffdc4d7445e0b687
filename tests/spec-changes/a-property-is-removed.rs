fn target(detail: types::ErrorDetails) -> Option<Option<String>> {
    detail.target
}
