namespace CognitoStack.Local.Deployment.Templates;

/// <summary>Where in the templates something stands, for errors.</summary>
/// <param name="Stack">Name of the stack.</param>
/// <param name="Where">Logical ID and property, or section and name.</param>
internal readonly record struct Place(string Stack, string Where)
{
    public DeploymentException Error(string what) => new($"{Stack}: {Where}: {what}");

    public override string ToString() => $"{Stack}: {Where}";
}

/// <summary>A value that the templates ask for correctly, and that is not to be had on this machine. What needs it here cannot be deployed; what has no effect here does without.</summary>
internal sealed class UnavailableException(string message) : Exception(message);
