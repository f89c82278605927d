using CognitoStack.Configuration;
using CsCheck;

namespace CognitoStack.Configuration.Tests;

/// <summary>Whatever a file holds, the answer is a configuration or errors, never a stack trace.</summary>
public sealed class HostileInputTests
{
    [Theory]
    [InlineData("""{ "name": "\ud800" }""", "$.name: has half a surrogate pair (\\ud800 to \\udfff). Write the whole character.")]
    [InlineData(
        """{ "tags": [{ "a": "\udc00x" }] }""",
        "$.tags[0].a: has half a surrogate pair (\\ud800 to \\udfff). Write the whole character."
    )]
    [InlineData(
        """{ "tags": { "\ud800": "x" } }""",
        "$.tags: has a key with half a surrogate pair (\\ud800 to \\udfff). Write the whole character."
    )]
    public void Half_a_character_is_refused(string json, string error) => Given.File(json).IsRefused(error);

    [Fact]
    public void Half_a_character_outside_an_escape_is_refused_like_any_other() =>
        Assert.Single(Given.File("{ \"name\": \"\ud800\" }").Errors);

    [Fact]
    public void Nul_is_refused_by_patterns() =>
        Given
            .File("""{ "name": "dev\u0000" }""")
            .IsRefused("""$.name: "dev\u0000" must be 1 to 20 lower-case letters, digits and hyphens, a letter first.""");

    [Fact]
    public void A_deep_file_is_refused()
    {
        var error = Assert.Throws<ConfigurationException>(() => Given.Load("{ \"name\": " + new string('[', 100_000))).Message;
        Assert.Equal(
            "dev.json:1:74: This is not JSON. The maximum configured depth of 64 has been exceeded. Cannot read next JSON array.",
            error
        );
    }

    [Fact]
    public void The_deepest_file_that_is_JSON_is_refused_for_what_it_holds() =>
        Given.File("{ \"name\": " + new string('[', 63) + new string(']', 63) + " }").IsRefused("$.name: must be a text, not a list.");

    /// <summary>A text of a million characters at each place with a pattern: none may take long to match, or to suggest another for.</summary>
    [Theory]
    [InlineData("""{ "name": "#" }""")]
    [InlineData("""{ "#": 1 }""")]
    [InlineData("""{ "userPool": { "plan": "#" } }""")]
    [InlineData("""{ "userPool": { "email": { "sesIdentityArn": "arn:aws:ses:#", "from": "# <#" } } }""")]
    [InlineData("""{ "region": "eu-#", "account": "#" }""")]
    [InlineData("""{ "clients": { "web": { "type": "spa", "callbackUrls": ["#"], "scopes": ["#"], "tokens": { "access": "#" } } } }""")]
    [InlineData("""{ "signInRules": { "allowEmailDomains": ["#.#"] } }""")]
    [InlineData("""{ "access": { "roles": { "member": { "grants": [{ "bucket": "#", "prefix": "#" }] } } } }""")]
    [InlineData("""{ "signInAudit": { "retentionDays": 1# } }""")]
    public void A_huge_value_is_refused(string json)
    {
        foreach (var filler in new[] { "1", "1-", "1.", "1 " })
            Assert.Throws<ConfigurationException>(() =>
                Given.Load(json.Replace("#", string.Concat(Enumerable.Repeat(filler, 500_000)), StringComparison.Ordinal))
            );
    }

    [Fact]
    public void Any_JSON_is_loaded_or_refused() => HostileGen.Json.Sample(json => LoadsOrIsRefused(json), iter: 2_000);

    [Fact]
    public void Any_object_of_known_keys_is_loaded_or_refused() =>
        HostileGen.Environment.Sample(json => LoadsOrIsRefused(json), iter: 2_000);

    [Fact]
    public void A_valid_file_with_any_value_replaced_is_loaded_or_refused() =>
        Gen.Select(EnvironmentGen.Json, Gen.Int[0, 10_000], HostileGen.Json)
            .Sample((json, at, value) => LoadsOrIsRefused(HostileGen.Replace(json, at, value)), iter: 1_000);

    [Fact]
    public void A_valid_file_with_any_character_replaced_is_loaded_or_refused() =>
        Gen.Select(EnvironmentGen.Json, Gen.Int[0, 100_000], Gen.Char)
            .Sample(
                (json, at, c) => LoadsOrIsRefused(json.Remove(at % json.Length, 1).Insert(at % json.Length, c.ToString())),
                iter: 2_000
            );

    private static void LoadsOrIsRefused(string json)
    {
        try
        {
            Given.Load(json);
        }
        catch (ConfigurationException e)
        {
            Assert.NotEmpty(e.Errors);
            Assert.All(e.Errors, error => Assert.DoesNotContain('\n', error));
        }
    }
}
