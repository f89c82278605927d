using Amazon.CDK;
using CognitoStack.Configuration;
using Constructs;
using CfnParameter = Amazon.CDK.AWS.SSM.CfnParameter;
using CfnParameterProps = Amazon.CDK.AWS.SSM.CfnParameterProps;

namespace CognitoStack.Common;

/// <summary>A value that applications look up: a stack output (<c>AWS::CloudFormation::Output</c>) and an SSM parameter
/// <c>/cognitostack/&lt;environment&gt;/&lt;name&gt;</c> (<c>AWS::SSM::Parameter</c>).</summary>
public static class Published
{
    /// <summary>Publishes one value.</summary>
    /// <param name="stack">Stack that owns the value.</param>
    /// <param name="environment">Name of the environment.</param>
    /// <param name="name">PascalCase name, unique in the environment.</param>
    /// <param name="value">The value, a token as a rule. Never a secret.</param>
    /// <param name="description">What it is.</param>
    /// <returns>The value as other stacks read it: from the output, by name (<c>Fn::GetStackOutput</c>). Unlike an export it locks
    /// nothing: the value's resource can be replaced or removed without the reader's consent.</returns>
    public static string Add(Stack stack, string environment, string name, string value, string description)
    {
        // In scopes of their own: a client named "id-web" must not meet the output ClientIdWeb.
        var outputs = (Construct?)stack.Node.TryFindChild("Outputs") ?? new Construct(stack, "Outputs");
        new CfnOutput(outputs, name, new CfnOutputProps { Value = value, Description = description }).OverrideLogicalId(name);
        var scope = (Construct?)stack.Node.TryFindChild("Published") ?? new Construct(stack, "Published");
        _ = new CfnParameter(
            scope,
            name,
            new CfnParameterProps
            {
                Type = "String",
                Name = Naming.Parameter(environment, name),
                Value = value,
                Description = description,
            }
        );
        return Fn.GetStackOutput(stack.StackName, name);
    }
}
