namespace CognitoStack.Templates;

/// <summary>Where in the templates something stands, for errors.</summary>
/// <param name="Stack">Name of the stack.</param>
/// <param name="Where">Logical ID and property, or section and name.</param>
public readonly record struct TemplatePlace(string Stack, string Where)
{
    /// <summary>Something that is not understood here.</summary>
    public TemplateException Error(string what) => new($"{Stack}: {Where}: {what}");

    /// <inheritdoc/>
    public override string ToString() => $"{Stack}: {Where}";
}

/// <summary>A template that says something which is not understood, or contradicts itself. Nobody may guess what it means.</summary>
public class TemplateException(string message) : Exception(message);

/// <summary>A value that a template asks for correctly, and that is not to be had here.</summary>
public sealed class UnavailableException(string message) : TemplateException(message);
