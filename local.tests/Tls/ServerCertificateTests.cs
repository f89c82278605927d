using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Tests.UserPools;
using CognitoStack.Local.Tls;

namespace CognitoStack.Local.Tests.Tls;

public sealed class ServerCertificateTests : IDisposable
{
    private readonly FakeTimeProvider time = new(new(2026, 5, 4, 10, 0, 0, TimeSpan.Zero));
    private readonly StateFolder state = new(Directory.CreateTempSubdirectory("tls").FullName);
    private readonly List<string> domains = ["auth.example.com.localhost"];

    private string CertificateFile => Path.Combine(state[CertificateAuthority.Folder], CertificateAuthority.CertificateFile);

    [Theory]
    [InlineData("localhost")]
    [InlineData("my-app.auth.localhost")]
    [InlineData("auth.example.com.localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task A_client_that_trusts_the_authority_reaches_the_host_by_each_of_its_names(string name)
    {
        using var authority = Open(TimeProvider.System);
        await using var host = await TlsHost.StartAsync(() => Certificate(authority, TimeProvider.System).Current);
        Assert.Equal("here", await host.GetAsync(name, X509CertificateLoader.LoadCertificateFromFile(CertificateFile)));
    }

    [Theory]
    [InlineData("example.com")]
    [InlineData("auth.example.com")]
    [InlineData("evil.localhost")]
    [InlineData("a.b.auth.localhost")]
    [InlineData("other.example.com.localhost")]
    [InlineData("127.0.0.2")]
    public async Task By_another_name_it_is_refused(string name)
    {
        using var authority = Open(TimeProvider.System);
        await using var host = await TlsHost.StartAsync(() => Certificate(authority, TimeProvider.System).Current);
        await RefusedAsync(() => host.GetAsync(name, authority.Certificate));
    }

    [Fact]
    public async Task Who_does_not_trust_the_authority_or_trusts_that_of_another_state_refuses_the_host()
    {
        using var authority = Open(TimeProvider.System);
        using var other = CertificateAuthority.Open(new StateFolder(Path.Combine(state.Path, "other")), TimeProvider.System);
        await using var host = await TlsHost.StartAsync(() => Certificate(authority, TimeProvider.System).Current);
        await RefusedAsync(() => host.GetAsync("localhost"));
        await RefusedAsync(() => host.GetAsync("localhost", other.Certificate));
        Assert.NotEqual(authority.Certificate.Subject, other.Certificate.Subject);
    }

    [Theory]
    [InlineData("example.com")]
    [InlineData("localhost.example.com")]
    public async Task Whoever_steals_the_authority_can_vouch_for_no_name_but_this_machines(string name)
    {
        using var authority = Open(TimeProvider.System);
        using var forged = authority.Sign([name]);
        await using var host = await TlsHost.StartAsync(() => forged);
        await RefusedAsync(() => host.GetAsync(name, authority.Certificate));
    }

    [Fact]
    public void The_authority_is_made_once_and_only_its_owner_reads_it()
    {
        using var first = Open(time);
        using var second = Open(time);
        Assert.Equal(first.Certificate.RawData, second.Certificate.RawData);
        if (OperatingSystem.IsWindows())
            return;
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(state[CertificateAuthority.Folder])
        );
        Assert.Equal(
            ["authority.key", "authority.pem"],
            Directory.GetFiles(state[CertificateAuthority.Folder]).Select(Path.GetFileName).Order()
        );
        foreach (var file in Directory.GetFiles(state[CertificateAuthority.Folder]))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void An_authority_that_nears_its_end_is_made_anew()
    {
        using var first = Open(time);
        time.Advance(TimeSpan.FromDays(3500));
        using (var same = Open(time))
            Assert.Equal(first.Certificate.Thumbprint, same.Certificate.Thumbprint);
        time.Advance(TimeSpan.FromDays(100));
        using var next = Open(time);
        Assert.NotEqual(first.Certificate.Thumbprint, next.Certificate.Thumbprint);
    }

    [Theory]
    [InlineData("authority.pem")]
    [InlineData("authority.key")]
    public void Files_that_are_no_authority_are_told_in_one_line_with_the_way_out(string file)
    {
        Open(time).Dispose();
        File.WriteAllText(Path.Combine(state[CertificateAuthority.Folder], file), "nonsense");
        var e = Assert.Throws<DeploymentException>(() => Open(time));
        Assert.Contains($"Delete {state[CertificateAuthority.Folder]}:", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void A_key_of_another_authority_is_no_key_of_this_one()
    {
        Open(time).Dispose();
        var other = new StateFolder(Path.Combine(state.Path, "other"));
        CertificateAuthority.Open(other, time).Dispose();
        File.Copy(
            Path.Combine(other[CertificateAuthority.Folder], "authority.key"),
            Path.Combine(state[CertificateAuthority.Folder], "authority.key"),
            overwrite: true
        );
        Assert.Throws<DeploymentException>(() => Open(time));
    }

    [Fact]
    public void The_hosts_certificate_changes_with_the_custom_domains_and_before_it_ends_and_not_otherwise()
    {
        using var authority = Open(time);
        var certificate = Certificate(authority, time);
        var first = certificate.Current;
        time.Advance(TimeSpan.FromDays(59));
        Assert.Same(first, certificate.Current);

        domains.Add("login.example.org.localhost");
        var second = certificate.Current;
        Assert.NotSame(first, second);
        Assert.Contains("login.example.org.localhost", Names(second));
        domains.Reverse();
        Assert.Same(second, certificate.Current);
        domains.Clear();
        Assert.Equal(["*.auth.localhost", "localhost"], Names(certificate.Current));

        var third = certificate.Current;
        time.Advance(TimeSpan.FromDays(61));
        Assert.NotSame(third, certificate.Current);
    }

    public void Dispose() => Directory.Delete(state.Path, recursive: true);

    private CertificateAuthority Open(TimeProvider clock) => CertificateAuthority.Open(state, clock);

    private ServerCertificate Certificate(CertificateAuthority authority, TimeProvider clock) => new(authority, () => domains, clock);

    private static string[] Names(X509Certificate2 certificate) =>
        [
            .. certificate
                .Extensions.OfType<X509SubjectAlternativeNameExtension>()
                .Single()
                .EnumerateDnsNames()
                .Order(StringComparer.Ordinal),
        ];

    private static async Task RefusedAsync(Func<Task> ask) =>
        Assert.IsType<AuthenticationException>((await Assert.ThrowsAsync<HttpRequestException>(ask)).InnerException);
}
