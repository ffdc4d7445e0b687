//! The integration tests in one binary, because linking takes most of the time for
//! another one. Two are separate: `client_log`, because a process has only one log, and
//! `generated_code`, because it is read most often.

// Only on Unix, where a script is a program because of its first line and its mode.
#[cfg(unix)]
mod client_azure_cli;
mod client_bounds;
mod client_calls;
mod client_credentials;
mod client_dependencies;
mod client_errors;
mod client_faults;
mod client_per_call;
mod client_retries;
mod client_setup;
mod client_sign_in;
mod client_sign_in_faults;
mod client_tls;
mod document_clients;
mod document_properties;
mod documents;
mod explanations;
mod identifiers;
mod layers;
mod names_of_the_client;
mod names_properties;
mod papers;
mod quickstart;
mod raw_server;
mod repository;
mod rules;
mod spec_review;
mod spec_review_evidence;
mod spec_review_judged;
mod spec_review_limits;
mod spec_review_names;
mod spec_review_properties;
