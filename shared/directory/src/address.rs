//! Names lead to public addresses, or nowhere: an identity provider does not live inside our network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use aws_smithy_runtime_api::client::dns::{DnsFuture, ResolveDns, ResolveDnsError};

/// A name leads into a network that is not to be asked.
#[derive(Debug, thiserror::Error)]
#[error("the host is not at a public address")]
pub(crate) struct NotPublic;

/// Looks names up and refuses those that lead to private addresses. The addresses that were looked at are the
/// ones that are connected to, so that a second look-up cannot say something else.
#[derive(Debug, Clone)]
pub(crate) struct Resolver {
    pub(crate) private_addresses: bool,
}

impl ResolveDns for Resolver {
    fn resolve_dns<'a>(&'a self, name: &'a str) -> DnsFuture<'a> {
        DnsFuture::new(async move {
            let found = tokio::net::lookup_host((name, 0)).await.map_err(ResolveDnsError::new)?;
            let addresses: Vec<IpAddr> = found.map(|socket| socket.ip()).collect();
            if self.private_addresses || addresses.iter().all(|address| is_public(*address)) {
                return Ok(addresses);
            }
            Err(ResolveDnsError::new(NotPublic))
        })
    }
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let shared = |[a, b, c, _]: [u8; 4]| match (a, b) {
        // This network, and what is reserved.
        (0 | 240..=255, _) => true,
        // Carriers' own (RFC 6598), protocol assignments, benchmarks (RFC 2544).
        (100, 64..=127) | (198, 18 | 19) => true,
        (192, 0) => c == 0,
        _ => false,
    };
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || shared(address.octets()))
}

/// Global unicast, without the ranges in which other addresses hide.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    let [a, b, ..] = segments;
    let [.., high, low] = segments;
    let embedded = Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match (a, b) {
        // NAT64 (RFC 6052): an address of the old kind, seen from a network that has only the new one.
        (0x64, 0xff9b) if segments[2..6] == [0; 4] => is_public_v4(embedded),
        // Teredo, documentation, 6to4.
        (0x2001, 0 | 0x0db8) | (0x2002, _) | (0x3fff, 0..=0x0fff) => false,
        (0x2000..=0x3fff, _) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_public_internet_are_asked() {
        for address in [
            "8.8.8.8",
            "100.63.255.255",
            "172.32.0.1",
            "192.0.1.1",
            "223.255.255.255",
            "2606:4700::1111",
            "64:ff9b::808:808",
        ] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
        for address in [
            "0.0.0.0",
            "10.0.0.1",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "192.0.0.1",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:8.8.8.8",
            "64:ff9b::a00:1",
            "64:ff9b:1::808:808",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "ff02::1",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
    }
}
