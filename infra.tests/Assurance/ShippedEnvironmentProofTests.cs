using System.Text.Json.Nodes;
using CognitoStack.Assurance;
using CognitoStack.Assurance.Access;
using CognitoStack.Assurance.Escalation;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Assurance;

/// <summary>What is shipped keeps users apart, and so does whatever else the environment file can say.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class ShippedEnvironmentProofTests(Synthesis synthesis)
{
    public static TheoryData<string> Names => [.. ShippedEnvironmentTests.Shipped];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_proof_holds(string name) => Holds(Evidence.Shipped(name));

    [Fact]
    public void Every_proof_holds_with_tags_rules_and_a_key_of_one_s_own() => Holds(PlantedFaults.Tagged);

    [Fact]
    public void Every_proof_holds_for_every_kind_of_grant() => Holds(Environments.Grants);

    [Fact]
    public void Every_proof_holds_with_functions_of_one_s_own() => Holds(OtherEnvironments.OwnTriggers);

    [Fact]
    public void Every_proof_holds_under_the_names_of_another_partition()
    {
        Holds(OtherEnvironments.GovCloudWest);
        Holds(OtherEnvironments.GovCloudEast);
    }

    /// <summary>All but the proof of access, which asks thousands of questions of each.</summary>
    [Fact]
    public void Every_other_proof_holds_whatever_a_file_says()
    {
        foreach (var json in EveryEnvironment.All)
        {
            var run = Evidence.Of(synthesis, json);
            foreach (var proof in ProofRun.Names.Where(n => n != AccessProof.Name).Select(run.Of))
                Assert.True(proof.Holds, $"{proof.Name} of {json[..Math.Min(json.Length, 60)]}: {string.Join('\n', proof.Differences)}");
        }
    }

    [Fact]
    public void A_refusal_of_everything_that_a_condition_switches_off_decides_nothing() =>
        Holds(
            Evidence.Shipped("local"),
            templates =>
            {
                templates.Add(
                    "Storage",
                    "Wall",
                    """
                    { "Type": "AWS::S3::BucketPolicy", "Properties": { "Bucket": { "Ref": "Nothing" }, "PolicyDocument": { "Statement": [{ "Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*" }] } } }
                    """
                );
                templates.SwitchOff(templates.Resources("AWS::S3::BucketPolicy", "Wall").Single());
                templates
                    .Statements("Member")
                    .Add(
                        new JsonObject
                        {
                            ["Effect"] = "Deny",
                            ["Action"] = "*",
                            ["Resource"] = "*",
                        }
                    );
                templates.SwitchOff(templates.Statements("Member"), templates.Statements("Member").Count - 1);
            }
        );

    private void Holds(string json, Action<Templates>? change = null)
    {
        var proofs = Evidence.Of(synthesis, json, change).All();
        Assert.Equal(string.Empty, string.Join('\n', proofs.SelectMany(p => p.Differences.Select(d => $"{p.Name}: {d}"))));
        // There may be neither rules nor tags, and so no claim to follow.
        Assert.All(proofs.Where(p => p.Name != EscalationProof.Name), p => Assert.Matches("^[1-9]", p.Examined));
    }
}
