using CognitoStack.Local.Access;
using Microsoft.AspNetCore.DataProtection;

namespace CognitoStack.Local.Tests.Access;

public sealed class CredentialIssuerTests : IDisposable
{
    private static readonly RoleSession Session = new()
    {
        RoleArn = "arn:aws:iam::111122223333:role/Member",
        SessionName = "s",
        Expires = DateTimeOffset.UnixEpoch.AddYears(70),
        IsGuest = true,
        Variables = new Dictionary<string, string> { ["cognito-identity.amazonaws.com:sub"] = TestResources.Ann },
        Tags = new Dictionary<string, string> { ["tenant"] = "acme" },
    };

    private readonly string folder = Directory.CreateTempSubdirectory("cognitostack-").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    [Fact]
    public void Credentials_hold_their_session_and_outlive_a_restart()
    {
        var issued = Issuer().Issue(Session);
        Assert.Matches("^ASIA[A-Z2-7]{16}$", issued.AccessKeyId);
        var opened = Issuer().Open(issued.AccessKeyId, issued.SessionToken);
        Assert.Equal(issued.SecretAccessKey, opened.Secret);
        var session = Assert.IsType<RoleSession>(opened.Caller);
        Assert.Equal((Session.Arn, Session.Expires, true), (session.Arn, session.Expires, session.IsGuest));
        Assert.Equal(Session.Variables, session.Variables);
        Assert.Equal(Session.Tags, session.Tags);
    }

    [Fact]
    public void A_token_belongs_to_one_access_key()
    {
        var issuer = Issuer();
        var (one, another) = (issuer.Issue(Session), issuer.Issue(Session));
        Assert.NotEqual(one.SecretAccessKey, another.SecretAccessKey);
        Assert.Equal(SignatureFault.InvalidToken, Fault(issuer, one.AccessKeyId, another.SessionToken));
        Assert.Equal(SignatureFault.UnknownKey, Fault(issuer, one.AccessKeyId, null));
        Assert.Equal(SignatureFault.UnknownKey, Fault(issuer, "AKIASOMEBODY", one.SessionToken));
    }

    [Theory]
    [InlineData("AAAA")]
    [InlineData("no base64!")]
    [InlineData("eyJBY2Nlc3NLZXlJZCI6IkFTSUEifQ==")]
    public void A_forged_token_is_refused(string token)
    {
        var issuer = Issuer();
        Assert.Equal(SignatureFault.InvalidToken, Fault(issuer, issuer.Issue(Session).AccessKeyId, token));
    }

    [Fact]
    public void A_token_that_was_changed_anywhere_is_refused()
    {
        var issuer = Issuer();
        var issued = issuer.Issue(Session);
        var bytes = Convert.FromBase64String(issued.SessionToken);
        for (var i = 0; i < bytes.Length; i += 7)
        {
            var changed = bytes.ToArray();
            changed[i] ^= 1;
            Assert.Equal(SignatureFault.InvalidToken, Fault(issuer, issued.AccessKeyId, Convert.ToBase64String(changed)));
        }
    }

    [Fact]
    public void The_administrators_key_is_in_a_file_that_nobody_else_reads_and_stays()
    {
        Issuer();
        var file = Path.Combine(folder, "credentials");
        var text = File.ReadAllText(file);
        Assert.Matches(@"\[default\]\naws_access_key_id = AKIA[A-Z2-7]{16}\naws_secret_access_key = \S{40}\n", text);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        var id = text.Split('\n').Single(l => l.StartsWith("aws_access_key_id", StringComparison.Ordinal)).Split(" = ")[1];
        Assert.IsType<Administrator>(Issuer().Open(id, null).Caller);
        Assert.Equal(text, File.ReadAllText(file));
        Assert.Equal(SignatureFault.InvalidToken, Fault(Issuer(), id, "token"));
    }

    private static SignatureFault Fault(CredentialIssuer issuer, string id, string? token) =>
        Assert.Throws<SignatureException>(() => issuer.Open(id, token)).Fault;

    private CredentialIssuer Issuer() =>
        new(
            DataProtectionProvider.Create(Directory.CreateDirectory(Path.Combine(folder, "keys"))),
            new StateFolder(folder),
            new FakeDeployment(TestResources.All()),
            TimeProvider.System
        );
}
