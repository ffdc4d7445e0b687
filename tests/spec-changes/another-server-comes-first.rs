fn cloud() -> (Cloud, &'static str) {
    (Cloud::China, Cloud::China.service_root())
}
