using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Instructions;

/// <summary>A task in BabyAI's language, which can be put into words and checked action by action.</summary>
public abstract class Instruction
{
    /// <summary>How many walks through the whole maze it takes at worst; the step limit grows with it.</summary>
    public abstract int Navigations { get; }

    /// <summary>The instruction in words. Looks up which objects are meant.</summary>
    public abstract string Describe(RoomGridLevel level);

    /// <summary>Begins an episode: looks up which objects are meant and forgets all progress.</summary>
    public abstract void Begin(RoomGridLevel level);

    /// <summary>Looks where the objects meant are now; called after every drop.</summary>
    public abstract void Refresh(RoomGridLevel level);

    /// <summary>Judges the state after an action.</summary>
    public abstract Verdict Verify(RoomGridLevel level, GridAction action);

    /// <summary>The simple actions that the instruction is made of, from left to right.</summary>
    public abstract IEnumerable<ActionInstruction> Actions { get; }
}
