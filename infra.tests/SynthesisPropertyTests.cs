using CognitoStack.Assurance.Settings;
using CognitoStack.Tests.Assurance;
using CognitoStack.Tests.Support;
using CsCheck;

namespace CognitoStack.Tests;

/// <summary>Whatever the loader accepts can be deployed: no rule pack finds anything in it, no validator refuses it, and it is what the file says.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class SynthesisPropertyTests(Synthesis synthesis)
{
    /// <summary>The CDK's kernel takes one caller at a time; each environment takes most of a second.</summary>
    [Fact]
    public void Every_environment_that_is_accepted_synthesizes_without_findings_and_as_the_file_says() =>
        EnvironmentGen.Json.Sample(
            json =>
            {
                Assert.Equal("[]", synthesis.Of(json).Findings.ToJsonString());
                Assert.Equal([], Evidence.Of(synthesis, json).Of(SettingsProof.Name).Differences);
            },
            iter: 6,
            threads: 1
        );
}
