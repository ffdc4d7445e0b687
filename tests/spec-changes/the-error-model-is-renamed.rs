fn error(error: &ServiceError) -> Option<&types::ODataError> {
    error.odata()
}
