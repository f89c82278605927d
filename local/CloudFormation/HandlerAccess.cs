using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment.Stacks;

namespace CognitoStack.Local.CloudFormation;

/// <summary>Asks whether whoever a stack is changed by may do with services what its resources need: the role that CloudFormation takes on, or else the caller.</summary>
/// <remarks>Source: AWS CloudFormation User Guide, "AWS CloudFormation service role"
/// (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html).</remarks>
internal sealed class HandlerAccess(IAuthorizer authorizer, StackEngine engine)
{
    /// <summary>Why each change may not be made; null for one that may.</summary>
    public async Task<IReadOnlyList<string?>> WhyNotAsync(
        Caller by,
        Plan plan,
        IReadOnlyList<ResourceChange> changes,
        CancellationToken cancel
    )
    {
        var now = engine.Deployed;
        return await Task.WhenAll(changes.Select(c => WhyNotAsync(by, Handlers.Of(c, now, plan.Deployed), cancel)));
    }

    /// <summary>Why a resource may not be removed; null where it may.</summary>
    public Task<string?> WhyNotRemoveAsync(Caller by, Resource resource, CancellationToken cancel) =>
        WhyNotAsync(by, Handlers.OfRemoval(resource, engine.Deployed), cancel);

    private async Task<string?> WhyNotAsync(Caller by, IReadOnlyList<AccessRequest> requests, CancellationToken cancel)
    {
        if (requests.Count == 0)
            return null;
        var decision = await authorizer.DecideAsync(by, [.. requests.Select(r => For(by, r))], cancel);
        if (decision.Allowed)
            return null;
        var refused = decision.Refused ?? requests[0];
        return $"User: {by.Arn} is not authorized to perform: {refused.Action} on resource: {refused.Resource} because "
            + (decision.By.Length == 0 ? $"no identity-based policy allows the {refused.Action} action" : decision.By);
    }

    // Where CloudFormation has a role, it calls as itself; otherwise in the name of somebody.
    private static AccessRequest For(Caller by, AccessRequest request)
    {
        if (by is RoleSession { SessionName: StackAccess.Session })
            return request;
        var context = request.Context?.DeepClone().AsObject() ?? [];
        context["aws:ViaAWSService"] = "true";
        context["aws:CalledVia"] = new JsonArray(StackAccess.Service);
        return request with { Context = context };
    }
}
