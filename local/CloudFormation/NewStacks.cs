using CognitoStack.Local.Deployment.Names;
using CognitoStack.Local.Deployment.Stacks;

namespace CognitoStack.Local.CloudFormation;

/// <summary>Makes stacks that have nothing yet.</summary>
internal sealed class NewStacks(StackEngine engine, TimeProvider time)
{
    /// <summary>Makes a stack, which is under review until it gets what it shall have.</summary>
    public Stack Make(string name)
    {
        if (!StackNames.IsValid(name))
            throw StackErrors.Invalid(StackNames.Rule(name));
        var world = engine.World;
        var names = engine.Names();
        var id = new KeptResourceNames(names, world.Account, world.Region, time).StackId(name);
        names.Save();
        var stack = engine.Commit(
            new Stack
            {
                Id = id,
                Name = name,
                Account = world.Account,
                Region = world.Region,
                Status = "REVIEW_IN_PROGRESS",
                Reason = "User Initiated",
                Created = time.GetUtcNow(),
                Now = StackState.Empty,
            }
        );
        new Journal(engine.Store, time, null).Add(stack);
        return stack;
    }
}
