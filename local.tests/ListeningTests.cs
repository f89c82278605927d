using System.Net.Sockets;

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
}
