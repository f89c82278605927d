using System.Net;
using System.Net.Sockets;

namespace CognitoStack.Lambda;

/// <summary>The connections of one HTTP client to one server, the first of which can begin before there is a request to send.</summary>
internal sealed class Connections(Uri server)
{
    private Task<Stream>? early;

    /// <summary>Starts to connect; the next request takes this connection.</summary>
    public void Begin() => early = ConnectAsync(new DnsEndPoint(server.Host, server.Port), CancellationToken.None);

    /// <summary>What makes an HTTP client use them; it talks to this server alone, so there is no proxy, no cookie and no redirection.</summary>
    public SocketsHttpHandler Handler() =>
        new()
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            ConnectCallback = (to, cancellation) =>
                new(Interlocked.Exchange(ref early, null)?.WaitAsync(cancellation) ?? ConnectAsync(to.DnsEndPoint, cancellation)),
        };

    private static async Task<Stream> ConnectAsync(DnsEndPoint to, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(to, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
