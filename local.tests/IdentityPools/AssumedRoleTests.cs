using System.Xml.Linq;
using CognitoStack.Local.Access;

namespace CognitoStack.Local.Tests.IdentityPools;

/// <summary>AssumeRole of STS.</summary>
public sealed class AssumedRoleTests : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Who_signs_takes_on_a_role_that_trusts_them_with_the_tags_that_they_name()
    {
        world.Authenticator.Caller = new Administrator(World.Account);
        var (status, body) = await AssumeAsync(
            ("DurationSeconds", "900"),
            ("ExternalId", "partner"),
            ("Tags.member.1.Key", "tenant"),
            ("Tags.member.1.Value", "acme")
        );
        Assert.Equal(200, status);
        Assert.Equal($"arn:aws:sts::{World.Account}:assumed-role/Member/me", body.Descendants("Arn").Single().Value);
        Assert.Equal(
            (World.Role("Member"), "partner"),
            (world.LastSession.RoleArn, world.Authorizer.TrustContext!["sts:ExternalId"]!.ToString())
        );
        Assert.Equal(world.Clock.GetUtcNow().AddMinutes(15), world.LastSession.Expires);
        Assert.Equal("acme", world.LastSession.Tags["tenant"]);
    }

    /// <summary>Tags that shall last, what another provider vouches for: a session without them is not the one that was asked for.</summary>
    [Theory]
    [InlineData("MinimumSessionTokenSize")]
    [InlineData("PolicyArns.member.1.arn")]
    [InlineData("ProvidedContexts.member.1.ProviderArn")]
    [InlineData("SourceIdentity")]
    [InlineData("TransitiveTagKeys.member.1")]
    public async Task What_no_session_here_has_is_refused_by_its_name(string parameter)
    {
        world.Authenticator.Caller = new Administrator(World.Account);
        var (status, body) = await AssumeAsync((parameter, "1"));
        Assert.Equal((400, "NotImplemented"), (status, body.Descendants("Code").Single().Value));
        Assert.Equal(
            $"{parameter.Split('.')[0]} is not available here: a session has all that its role has.",
            body.Descendants("Message").Single().Value
        );
        Assert.Empty(world.Issuer.Sessions);
    }

    private Task<(int Status, XElement Body)> AssumeAsync(params IEnumerable<(string Name, string Value)> parameters) =>
        world.StsAsync(
            new(
                parameters
                    .Prepend(("Action", "AssumeRole"))
                    .Prepend(("Version", "2011-06-15"))
                    .Prepend(("RoleArn", World.Role("Member")))
                    .Prepend(("RoleSessionName", "me"))
                    .Select(p => KeyValuePair.Create(p.Item1, p.Item2))
            )
        );
}
