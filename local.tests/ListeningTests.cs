using System.Net;
using System.Net.Sockets;
using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.Tests;

public sealed class ListeningTests
{
    [Theory]
    [InlineData(80, SocketError.AccessDenied, "Port 80 on 127.0.0.1 is only for the administrator of this machine.")]
    [InlineData(4566, SocketError.AddressAlreadyInUse, "Port 4566 on 127.0.0.1 is taken, perhaps by another local AWS.")]
    [InlineData(4566, SocketError.AddressNotAvailable, "Port 4566 on 127.0.0.1 cannot be listened on (AddressNotAvailable).")]
    public void A_port_that_cannot_be_had_is_told_in_one_line_with_the_way_out(int port, SocketError error, string what)
    {
        var line = Listening.WhyNot(port, error);
        Assert.StartsWith(what, line, StringComparison.Ordinal);
        Assert.EndsWith("take a free one: npm start -- --port 0", line, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\n', line);
    }

    [Fact]
    public void A_port_that_another_has_on_either_address_is_refused_by_the_option_that_names_it()
    {
        foreach (var address in Listening.Addresses)
        {
            using var other = new TcpListener(address, 0) { ExclusiveAddressUse = true };
            other.Start();
            var port = ((IPEndPoint)other.LocalEndpoint).Port;
            var e = Assert.Throws<DeploymentException>(() => Listening.Port(port, "--https-port"));
            Assert.Equal(
                $"Port {port} on {address} is taken, perhaps by another local AWS. End that, or take a free one: npm start -- --https-port 0",
                e.Message
            );
        }
    }

    [Fact]
    public void A_free_port_is_free_on_every_address_and_is_no_other_than_that_before()
    {
        var first = Listening.Port(0);
        foreach (var address in Listening.Addresses)
        {
            using var listener = new TcpListener(address, first);
            listener.Start();
        }
        Assert.NotEqual(first, Listening.Port(0, "--https-port", but: first));
    }
}
