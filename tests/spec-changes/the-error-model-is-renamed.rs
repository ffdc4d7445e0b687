fn error(error: &ServiceError) -> Option<&types::ODataError> {
    error.error_body()
}
