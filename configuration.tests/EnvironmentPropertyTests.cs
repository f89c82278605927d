using System.Text.Json.Nodes;
using CognitoStack.Configuration;
using CsCheck;

namespace CognitoStack.Configuration.Tests;

/// <summary>What holds for every environment.</summary>
public sealed class EnvironmentPropertyTests
{
    [Fact]
    public void Every_valid_environment_loads() => EnvironmentGen.Json.Sample(json => Assert.Empty(Given.File(json).Errors), iter: 1_000);

    [Fact]
    public void What_is_written_is_read_again_as_the_same() =>
        EnvironmentGen.Loaded.Sample(
            environment =>
            {
                var written = EnvironmentJson.Write(environment);
                Assert.Equal(written, EnvironmentJson.Write(Given.Load(written)));
            },
            iter: 500
        );

    [Fact]
    public void Comments_and_trailing_commas_change_nothing() =>
        EnvironmentGen.Json.Sample(
            json =>
                Assert.Equal(
                    EnvironmentJson.Write(Given.Load(json)),
                    EnvironmentJson.Write(
                        Given.Load(
                            json.Replace("\n", " // \"a\": 1\n", StringComparison.Ordinal).Replace("\n}", ",\n}", StringComparison.Ordinal)
                        )
                    )
                ),
            iter: 100
        );

    [Theory]
    [MemberData(nameof(Mutation.Names), MemberType = typeof(Mutation))]
    public void Every_environment_with_one_mistake_is_refused_where_it_is(string name)
    {
        var mutation = Mutation.All.Single(m => m.Name == name);
        EnvironmentGen
            .Json.Select(json => JsonNode.Parse(json)!.AsObject())
            .Where(mutation.Applies)
            .Sample(
                environment =>
                {
                    mutation.Change(environment);
                    var errors = Given.File(environment.ToJsonString()).Errors;
                    Assert.Contains(errors, error => error.StartsWith(mutation.Path + ": ", StringComparison.Ordinal));
                },
                iter: 40,
                threads: 1
            );
    }
}
