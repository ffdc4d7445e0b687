fn code(error: types::ODataError) -> String {
    error.error.code
}
