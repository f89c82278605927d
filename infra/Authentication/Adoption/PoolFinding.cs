namespace CognitoStack.Authentication.Adoption;

/// <summary>Something about the adopted pool that whoever wrote the file should know.</summary>
/// <param name="Path">Place in the environment file.</param>
/// <param name="Message">What it is, with both values, and what to do.</param>
public sealed record PoolFinding(string Path, string Message);
