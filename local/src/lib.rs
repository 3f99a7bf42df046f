//! The whole product in one process, without an account: what stands in for AWS, the gateway that reads
//! `template.yaml`, the pumps between the services, and pages to steer and see it all (architecture 7, api 5).

pub mod aws;
pub mod clock;
pub mod data;
pub mod dev;
pub mod function;
pub mod functions;
pub mod gateway;
pub mod pattern;
pub mod pumps;
pub mod seed;
pub mod template;

mod options;
mod remote;
mod services;
mod system;

pub use aws::Endpoints;
pub use function::{Function, FunctionError, Functions, event, http};
pub use options::{Options, Seed, StartError, Wire, Wiring, wire};
pub use remote::remote;
pub use services::AwsOnly;
pub use system::{Core, System};
