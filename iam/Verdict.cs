using System.Text.Json.Nodes;

namespace CognitoStack.Iam;

/// <summary>The answer to a question.</summary>
/// <param name="Allowed">Whether the request is allowed.</param>
/// <param name="DecidedBy">The statement that decided, as <c>policy#index</c>; empty where none speaks of the request.</param>
/// <param name="Problem">Why there is no answer, or null.</param>
public sealed record Verdict(bool Allowed, string DecidedBy, string? Problem = null);
