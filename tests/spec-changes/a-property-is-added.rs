fn code(detail: types::ErrorDetails) -> String {
    detail.code
}
