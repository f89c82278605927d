namespace CognitoStack.Tests.Support;

/// <summary>All tests that need the CDK: its kernel is slow to start and takes one caller at a time, so they share it and run one by one.</summary>
[CollectionDefinition(Name)]
public sealed class SynthesisCollection : ICollectionFixture<Synthesis>
{
    public const string Name = "Synthesis";
}
