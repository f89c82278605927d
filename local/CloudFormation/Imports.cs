using CognitoStack.Local.Deployment.Stacks;

namespace CognitoStack.Local.CloudFormation;

/// <summary>Rules of taking resources over into a stack.</summary>
/// <remarks>Source: AWS CloudFormation User Guide, "Import AWS resources into a CloudFormation stack"
/// (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources.html).</remarks>
internal static class Imports
{
    public static void Require(StackRequest request, Stack? stack)
    {
        if (request.Imports.Count == 0)
            throw StackErrors.Invalid("ResourcesToImport must be specified for a change set of the type IMPORT.");
        var resources = request.Template["Resources"]!.AsObject();
        foreach (var id in request.Imports.Keys)
        {
            if (resources[id] is not { } declared)
                throw StackErrors.Invalid($"Resources to import [{id}] are not in the template.");
            if (declared["DeletionPolicy"] is null)
                throw StackErrors.Invalid($"Resources [{id}] must have DeletionPolicy attribute specified in the template.");
            if (stack?.Now.Find(id) is not null)
                throw StackErrors.Invalid($"Resources to import [{id}] already exist in the stack.");
        }
        var others = resources.Select(r => r.Key).Where(id => !request.Imports.ContainsKey(id) && stack?.Now.Find(id) is null).ToList();
        if (others.Count > 0)
            throw StackErrors.Invalid(
                $"As part of the import operation, you cannot modify or add [resources]: {string.Join(", ", others)}"
            );
    }
}
