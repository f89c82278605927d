using System.Net;
using System.Net.Sockets;

namespace CognitoStack.Lambda.Tests.Support;

/// <summary>A port of this machine where nobody listens, and which no other test gets meanwhile.</summary>
internal sealed class ClosedPort : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ClosedPort(int port = 0) => socket.Bind(new IPEndPoint(IPAddress.Loopback, port));

    public EndPoint EndPoint => socket.LocalEndPoint!;

    public void Dispose() => socket.Dispose();
}
