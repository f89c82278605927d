using CognitoStack.Assurance;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Assurance;

/// <summary>Proofs that never fail prove nothing: each fault is planted into templates that pass, and the proof that is for it must see it.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class PlantedFaultsTests(Synthesis synthesis)
{
    public static TheoryData<string, string> Faults
    {
        get
        {
            var faults = new TheoryData<string, string>();
            foreach (var fault in PlantedFaults.All)
                faults.Add(fault.Proof, fault.Name);
            return faults;
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void Fault_is_seen_by_the_proof(string proof, string name)
    {
        var fault = PlantedFaults.All.Single(f => f.Name == name);
        var difference = Evidence.Of(synthesis, fault.Environment, fault.Plant).FirstDifference(proof);
        Assert.True(difference is not null, $"\"{name}\" passes the proof \"{proof}\".");
        // A proof that cannot read the templates fails too, but has seen nothing.
        Assert.NotEqual("what can be judged", difference.Expected);
    }

    public static TheoryData<string> FaultsOfAccess =>
        [.. PlantedFaults.All.Where(f => f.Proof is "access" or "trust").Select(f => f.Name).Except(PlantedFaults.NotShownByRequests.Keys)];

    [Theory]
    [MemberData(nameof(FaultsOfAccess))]
    public void Fault_of_access_is_shown_by_a_request(string name)
    {
        var fault = PlantedFaults.All.Single(f => f.Name == name);
        var difference = Evidence.Of(synthesis, fault.Environment, fault.Plant).FirstDifference("requests");
        Assert.True(difference is not null, $"No request shows \"{name}\".");
        // The evaluator, which reads policies in its own way, decides the request alike.
        Assert.DoesNotContain("perhaps", difference.Got, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody else can tell", difference.Got, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_proof_has_faults() => Assert.Equal(ProofRun.Names.Order(), PlantedFaults.All.Select(f => f.Proof).Distinct().Order());
}
