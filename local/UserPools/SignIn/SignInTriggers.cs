using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;
using CognitoStack.Local.UserPools.Triggers;

namespace CognitoStack.Local.UserPools.SignIn;

/// <summary>The triggers before and after an authentication.</summary>
internal sealed class SignInTriggers(TriggerInvoker triggers)
{
    /// <summary>Asks before anything is checked, also of users who do not exist, where nobody is to be told that.</summary>
    public Task BeforeAsync(Scope scope, User? user, string name, CancellationToken cancel)
    {
        var request = UserEvents.Request(user, null);
        request["validationData"] = scope.ClientMetadata?.DeepClone();
        if (scope.HidesUsers)
            request["userNotFound"] = user is null;
        return triggers.InvokeAsync(
            scope.Pool,
            new(LambdaTrigger.PreAuthentication, "PreAuthentication_Authentication", scope.Client?.Id, user?.Username ?? name, request, []),
            cancel
        );
    }

    /// <summary>Tells of a sign-in after its last challenge.</summary>
    public Task AfterAsync(Scope scope, User user, CancellationToken cancel, bool isNewDevice = false)
    {
        var request = UserEvents.Request(user, scope.ClientMetadata);
        request["newDeviceUsed"] = isNewDevice;
        return triggers.InvokeAsync(
            scope.Pool,
            new(
                LambdaTrigger.PostAuthentication,
                "PostAuthentication_Authentication",
                scope.Client?.Id,
                user.Username,
                request,
                new JsonObject()
            ),
            cancel
        );
    }
}
