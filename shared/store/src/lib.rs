//! The claims table in DynamoDB.
