using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CognitoStack.Lambda.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CognitoStack.Lambda.Tests.Runtime.DynamoDb;

/// <summary>DynamoDB as it is on AWS: by TLS, its certificate from a root of the file that SSL_CERT_FILE names.</summary>
public sealed class PublishedTlsTests : IAsyncLifetime
{
    private readonly X509Certificate2 certificate = SelfSigned();
    private readonly string roots = Path.GetTempFileName();
    private WebApplication server = null!;
    private int handshakes;
    private int calls;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder
            .WebHost.UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel =>
                kestrel.Listen(
                    IPAddress.Loopback,
                    0,
                    listen =>
                        listen
                            .UseHttps(certificate)
                            .Use(next =>
                                connection =>
                                {
                                    Interlocked.Increment(ref handshakes);
                                    return next(connection);
                                }
                            )
                )
            );
        server = builder.Build();
        server.Run(http =>
        {
            Interlocked.Increment(ref calls);
            return http.Response.WriteAsync("""{"Responses":{},"UnprocessedKeys":{},"Attributes":{}}""");
        });
        await server.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await server.DisposeAsync();
        certificate.Dispose();
        File.Delete(roots);
    }

    [PublishedTheory]
    [InlineData("PreAuthentication", TriggerEvent.PreAuthentication)]
    [InlineData("PostAuthentication", TriggerEvent.PostAuthentication)]
    public async Task A_server_that_the_roots_vouch_for_is_connected_to_once_before_the_first_event(string name, string file)
    {
        await File.WriteAllTextAsync(roots, certificate.ExportCertificatePem());
        await AuditWindow.PastItsStartAsync();
        await using var function = await StartAsync(name);
        var trigger = TriggerEvent.Read(file);

        await function.Api.Asked;
        Assert.Equal((1, 1), (handshakes, calls));
        Assert.Equal(trigger, (await function.InvokeAsync(trigger)).Body);
        Assert.Equal((1, 2), (handshakes, calls));
        Assert.All(await function.StopAsync(), line => Assert.Equal("INFO", line.Text("level")));
    }

    [PublishedFact]
    public async Task Any_other_server_is_told_nothing()
    {
        File.Copy(Path.Combine(Repository.FunctionFolder("PreAuthentication"), "amazon-roots.pem"), roots, overwrite: true);
        await using var gate = await StartAsync("PreAuthentication");

        Assert.True((await gate.InvokeAsync(TriggerEvent.Read(TriggerEvent.PreAuthentication))).IsError);
        Assert.Equal(0, calls);
    }

    private Task<PublishedFunction> StartAsync(string name) =>
        PublishedFunction.StartAsync(
            name,
            ("AWS_ENDPOINT_URL", $"https://localhost:{new Uri(server.Urls.Single()).Port}"),
            ("SSL_CERT_FILE", roots),
            ("SSL_CERT_DIR", "/nowhere"),
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ACCESS_KEY_ID", "local"),
            ("AWS_SECRET_ACCESS_KEY", "local"),
            ("DENY_LIST_TABLE_NAME", "deny-list"),
            ("AUDIT_TABLE_NAME", "sign-ins"),
            ("AUDIT_RETENTION_DAYS", "30")
        );

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
