namespace CognitoStack.Lambda.Tests.Support;

/// <summary>A test of a published function, which is a program for Linux on x64.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PublishedFactAttribute : FactAttribute
{
    public PublishedFactAttribute() => Skip = PublishedFunction.WhyNotHere;
}

/// <summary>The same with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PublishedTheoryAttribute : TheoryAttribute
{
    public PublishedTheoryAttribute() => Skip = PublishedFunction.WhyNotHere;
}
