using Amazon.CDK.AWS.Lambda;

namespace CognitoStack.Authentication.Triggers;

/// <summary>The published functions. Whoever composes the stacks knows where they lie; the constructs do not.</summary>
/// <param name="PreAuthentication">Code of the gate.</param>
/// <param name="PostAuthentication">Code of the audit.</param>
/// <param name="UserMigration">Code that brings users over from an older pool.</param>
public sealed record TriggerCode(Code PreAuthentication, Code PostAuthentication, Code UserMigration);
