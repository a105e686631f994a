-- By which contacts a member is known: what brings them together with an account. Written with the member.
CREATE TABLE member_contacts (
    member TEXT bytewise NOT NULL,
    contact TEXT NOT NULL,
    PRIMARY KEY (member, contact)
);
CREATE INDEX member_contacts_contact ON member_contacts (contact);

-- What the marks of a person come to. Derived: counted anew whenever something is noted.
CREATE TABLE participation (
    person TEXT bytewise PRIMARY KEY,
    minutes BIGINT NOT NULL,
    times BIGINT NOT NULL,
    -- 0: never.
    last_seen BIGINT NOT NULL
);

-- Who has the list open, in which tab, and whose card. A row that is not renewed counts no longer.
CREATE TABLE presence (
    person TEXT bytewise NOT NULL,
    tab TEXT NOT NULL,
    -- Empty: the list as a whole.
    member TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (person, tab)
);
