using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using CognitoStack.Local.Tls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CognitoStack.Local.Tests.Tls;

/// <summary>A server that shows a certificate of the authority, and clients that trust it or not.</summary>
internal sealed class TlsHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private TlsHost(WebApplication app) => this.app = app;

    private int Port =>
        new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;

    public static async Task<TlsHost> StartAsync(Func<X509Certificate2> certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder
            .WebHost.UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel =>
                kestrel.Listen(
                    IPAddress.Loopback,
                    0,
                    listen => listen.UseHttps(https => https.ServerCertificateSelector = (_, _) => certificate())
                )
            );
        var app = builder.Build();
        app.MapGet("/", () => "here");
        await app.StartAsync();
        return new(app);
    }

    /// <summary>Asks the server by one of its names, with .NET's own verification and nobody trusted but these.</summary>
    public async Task<string> GetAsync(string name, params X509Certificate2[] trusted)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(trusted);
        using var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy },
            ConnectCallback = async (_, cancel) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, Port), cancel);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var http = new HttpClient(handler);
        return await http.GetStringAsync(new Uri($"https://{name}:{Port}/"));
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
