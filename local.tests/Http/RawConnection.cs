using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace CognitoStack.Local.Tests.Http;

/// <summary>A connection on which one request follows another, read to the byte.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient client;
    private readonly NetworkStream stream;

    private RawConnection(TcpClient client) => (this.client, stream) = (client, client.GetStream());

    public static async Task<RawConnection> OpenAsync(Uri server)
    {
        var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        return new(client);
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public Task SendAsync(byte[] bytes) => stream.WriteAsync(bytes).AsTask();

    /// <summary>The next answer, <c>100 Continue</c> included.</summary>
    public async Task<(int Status, string Head, string Body)> ReceiveAsync(bool hasBody = true)
    {
        var head = new StringBuilder();
        while (await LineAsync() is { Length: > 0 } line)
            head.AppendLine(line);
        var text = head.ToString();
        var status = int.Parse(text.Split(' ')[1], CultureInfo.InvariantCulture);
        var body =
            status < 200 || !hasBody ? string.Empty
            : Header(text, "Transfer-Encoding") == "chunked" ? await ChunksAsync()
            : await BytesAsync(int.Parse(Header(text, "Content-Length") ?? "0", CultureInfo.InvariantCulture));
        return (status, text, body);
    }

    /// <summary>Whether the server has ended the connection, and said nothing more.</summary>
    public async Task<bool> IsEndedAsync()
    {
        try
        {
            return await stream.ReadAsync(new byte[1]) == 0;
        }
        catch (IOException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            return true;
        }
    }

    /// <summary>A client that keeps what HTTP says closes its side of a connection that ends.</summary>
    public void EndSending() => client.Client.Shutdown(SocketShutdown.Send);

    public static string? Header(string head, string name) =>
        head.Split(["\r\n", "\n"], StringSplitOptions.None)
            .FirstOrDefault(l => l.StartsWith($"{name}: ", StringComparison.OrdinalIgnoreCase))
            ?[(name.Length + 2)..];

    public void Dispose() => client.Dispose();

    private async Task<string> LineAsync()
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (line is not [.., (byte)'\r', (byte)'\n'])
        {
            await stream.ReadExactlyAsync(one);
            line.Add(one[0]);
        }

        return Encoding.UTF8.GetString([.. line.SkipLast(2)]);
    }

    private async Task<string> ChunksAsync()
    {
        var body = new StringBuilder();
        while (int.Parse(await LineAsync(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) is var length and > 0)
        {
            body.Append(await BytesAsync(length));
            await LineAsync();
        }

        await LineAsync();
        return body.ToString();
    }

    private async Task<string> BytesAsync(int count)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes);
        return Encoding.UTF8.GetString(bytes);
    }
}
