using Reverie.Environments.Seeding;

namespace Reverie.Environments.Crafter;

/// <summary>
/// The rules of Crafter (Hafner, 2021), without pictures. The original draws random numbers for the noise of its pictures at night; here
/// they are passed over, so that the game is the same whether it is drawn or not.
/// </summary>
public sealed class CrafterGame
{
    /// <summary>How far away things go on living, along the axes.</summary>
    private const int Reach = 18;

    private readonly WorldGenerator _generator = new();
    private readonly int _noisePixels;
    private int _lastHealth;

    /// <param name="noisePixels">How many pixels of a picture show the world.</param>
    public CrafterGame(int noisePixels)
    {
        _noisePixels = noisePixels;
        Player = new Player(World);
    }

    public CrafterWorld World { get; } = new();

    public Player Player { get; }

    /// <summary>Steps of this episode.</summary>
    public int Steps { get; private set; }

    /// <summary>What has been achieved in this episode: bit i stands for <see cref="Achievement"/> i.</summary>
    public ulong Unlocked { get; private set; }

    /// <summary>Where the generator stood when the picture's noise was to be drawn.</summary>
    public Mt19937 PictureRandom { get; } = new(0);

    /// <summary>Begins an episode in a world of its own.</summary>
    public void Reset(uint worldSeed)
    {
        ResetBare(worldSeed, CrafterWorld.Size / 2, CrafterWorld.Size / 2);
        _generator.Fill(World);
        PassPicture();
    }

    /// <summary>Puts the player into a world of nothing.</summary>
    public void ResetBare(uint worldSeed, int x, int y)
    {
        World.Random.Seed(worldSeed);
        World.Clear();
        Player.Reset();
        (Steps, Unlocked, _lastHealth) = (0, 0, Player[Item.Health]);
        World.Daylight = DaylightAt(0);
        World.Add(Spawn.Player(x, y));
    }

    /// <summary>Sets the clock, once the world is as it shall be.</summary>
    public void StartAt(int step) => (Steps, _lastHealth) = (step, Player[Item.Health]);

    /// <summary>Goes one step on.</summary>
    /// <returns>The reward, and whether the player has died.</returns>
    public (double Reward, bool Died) Step(CrafterAction action)
    {
        World.Daylight = DaylightAt(++Steps);
        int things = World.Order.Length;
        for (int i = 0; i < things; i++)
        {
            int slot = World.Order[i];
            ref var thing = ref World[slot];
            if (slot == CrafterWorld.PlayerSlot)
                Player.Update(action);
            else if (Behavior.Distance(World, thing.X, thing.Y) < Reach)
                Behavior.Update(World, Player, slot);
        }
        World.Forget();
        if (Steps % 10 == 0)
            Population.Balance(World);
        PassPicture();
        return (TakeReward(), Player[Item.Health] <= 0);
    }

    /// <summary>The light of a step: days last 300 of them.</summary>
    public static double DaylightAt(int step)
    {
        double progress = step / 300.0 % 1 + 0.3;
        return 1 - Math.Pow(Math.Abs(Math.Cos(Math.PI * progress)), 3);
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(Steps);
        writer.Write(Unlocked);
        writer.Write(_lastHealth);
        World.Save(writer);
        Player.Save(writer);
        PictureRandom.Save(writer);
    }

    /// <exception cref="InvalidDataException">It is not what <see cref="Save"/> wrote.</exception>
    public void Restore(BinaryReader reader)
    {
        (Steps, Unlocked, _lastHealth) = (reader.ReadInt32(), reader.ReadUInt64(), reader.ReadInt32());
        World.Restore(reader);
        Player.Restore(reader);
        PictureRandom.Restore(reader);
    }

    private void PassPicture()
    {
        if (World.Daylight >= 0.5)
            return;
        PictureRandom.CopyFrom(World.Random);
        World.Random.Skip(2 * _noisePixels);
    }

    /// <summary>A tenth for each point of health won or lost, and 1 where something was achieved for the first time.</summary>
    private double TakeReward()
    {
        double reward = (Player[Item.Health] - _lastHealth) / 10.0;
        _lastHealth = Player[Item.Health];
        ulong unlocked = 0;
        for (int i = 0; i < Player.Achievements.Length; i++)
            unlocked |= Player.Achievements[i] > 0 ? 1UL << i : 0;
        reward += unlocked != Unlocked ? 1 : 0;
        Unlocked = unlocked;
        return reward;
    }
}
