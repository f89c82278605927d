using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.Operations;

/// <summary>Which addresses a code for a new password may go to.</summary>
internal static class Recovery
{
    /// <summary>Whoever has the inbox of the second factor must not get the first one there too. Pools without the setting let them, as in older times.</summary>
    /// <remarks>Source: AWS CloudFormation Template Reference, "AWS::Cognito::UserPool AccountRecoverySetting"
    /// (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cognito-userpool-accountrecoverysetting.html).</remarks>
    public static bool IsOpen(UserPool pool, User user, string attribute) =>
        pool.Resource.Properties["AccountRecoverySetting"] is null
        || !user.MfaSettings.Any(factor => Factor.AddressOf(factor) == attribute);
}
