PRAGMA foreign_keys = OFF;
BEGIN;
CREATE TABLE "django_migrations" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app" varchar(255) NOT NULL, "name" varchar(255) NOT NULL, "applied" datetime NOT NULL);
INSERT INTO "django_migrations" VALUES (1, 'people', '0001_initial', '2026-11-23 08:18:22.605668');
INSERT INTO "django_migrations" VALUES (2, 'account', '0001_initial', '2026-11-23 08:18:22.614789');
INSERT INTO "django_migrations" VALUES (3, 'account', '0002_email_max_length', '2026-11-23 08:18:22.620579');
INSERT INTO "django_migrations" VALUES (4, 'account', '0003_alter_emailaddress_create_unique_verified_email', '2026-11-23 08:18:22.628945');
INSERT INTO "django_migrations" VALUES (5, 'account', '0004_alter_emailaddress_drop_unique_email', '2026-11-23 08:18:22.682133');
INSERT INTO "django_migrations" VALUES (6, 'account', '0005_emailaddress_idx_upper_email', '2026-11-23 08:18:22.686186');
INSERT INTO "django_migrations" VALUES (7, 'account', '0006_emailaddress_lower', '2026-11-23 08:18:22.691263');
INSERT INTO "django_migrations" VALUES (8, 'account', '0007_emailaddress_idx_email', '2026-11-23 08:18:22.699339');
INSERT INTO "django_migrations" VALUES (9, 'account', '0008_emailaddress_unique_primary_email_fixup', '2026-11-23 08:18:22.705577');
INSERT INTO "django_migrations" VALUES (10, 'account', '0009_emailaddress_unique_primary_email', '2026-11-23 08:18:22.709316');
INSERT INTO "django_migrations" VALUES (11, 'audit', '0001_initial', '2026-11-23 08:18:22.712169');
INSERT INTO "django_migrations" VALUES (12, 'contenttypes', '0001_initial', '2026-11-23 08:18:22.714168');
INSERT INTO "django_migrations" VALUES (13, 'contenttypes', '0002_remove_content_type_name', '2026-11-23 08:18:22.723696');
INSERT INTO "django_migrations" VALUES (14, 'auth', '0001_initial', '2026-11-23 08:18:22.743616');
INSERT INTO "django_migrations" VALUES (15, 'auth', '0002_alter_permission_name_max_length', '2026-11-23 08:18:22.760790');
INSERT INTO "django_migrations" VALUES (16, 'auth', '0003_alter_user_email_max_length', '2026-11-23 08:18:22.765377');
INSERT INTO "django_migrations" VALUES (17, 'auth', '0004_alter_user_username_opts', '2026-11-23 08:18:22.769615');
INSERT INTO "django_migrations" VALUES (18, 'auth', '0005_alter_user_last_login_null', '2026-11-23 08:18:22.774733');
INSERT INTO "django_migrations" VALUES (19, 'auth', '0006_require_contenttypes_0002', '2026-11-23 08:18:22.775564');
INSERT INTO "django_migrations" VALUES (20, 'auth', '0007_alter_validators_add_error_messages', '2026-11-23 08:18:22.778947');
INSERT INTO "django_migrations" VALUES (21, 'auth', '0008_alter_user_username_max_length', '2026-11-23 08:18:22.782771');
INSERT INTO "django_migrations" VALUES (22, 'auth', '0009_alter_user_last_name_max_length', '2026-11-23 08:18:22.786436');
INSERT INTO "django_migrations" VALUES (23, 'auth', '0010_alter_group_name_max_length', '2026-11-23 08:18:22.791266');
INSERT INTO "django_migrations" VALUES (24, 'auth', '0011_update_proxy_permissions', '2026-11-23 08:18:22.803640');
INSERT INTO "django_migrations" VALUES (25, 'auth', '0012_alter_user_first_name_max_length', '2026-11-23 08:18:22.808985');
INSERT INTO "django_migrations" VALUES (26, 'listening', '0001_initial', '2026-11-23 08:18:23.031898');
INSERT INTO "django_migrations" VALUES (27, 'listening', '0002_search', '2026-11-23 08:18:23.050120');
INSERT INTO "django_migrations" VALUES (28, 'conversations', '0001_initial', '2026-11-23 08:18:23.278828');
INSERT INTO "django_migrations" VALUES (29, 'conversations', '0002_merged', '2026-11-23 08:18:23.294019');
INSERT INTO "django_migrations" VALUES (30, 'delivery', '0001_initial', '2026-11-23 08:18:23.382951');
INSERT INTO "django_migrations" VALUES (31, 'inbox', '0001_initial', '2026-11-23 08:18:23.402704');
INSERT INTO "django_migrations" VALUES (32, 'listening', '0003_import_progress', '2026-11-23 08:18:23.434758');
INSERT INTO "django_migrations" VALUES (33, 'listening', '0004_watches', '2026-11-23 08:18:23.488059');
INSERT INTO "django_migrations" VALUES (34, 'listening', '0005_lessons', '2026-11-23 08:18:23.543135');
INSERT INTO "django_migrations" VALUES (35, 'listening', '0006_gaps', '2026-11-23 08:18:23.563091');
INSERT INTO "django_migrations" VALUES (36, 'planning', '0001_initial', '2026-11-23 08:18:23.582618');
INSERT INTO "django_migrations" VALUES (37, 'responsibility', '0001_initial', '2026-11-23 08:18:23.804410');
INSERT INTO "django_migrations" VALUES (38, 'sample', '0001_initial', '2026-11-23 08:18:23.826279');
INSERT INTO "django_migrations" VALUES (39, 'sessions', '0001_initial', '2026-11-23 08:18:23.828826');
INSERT INTO "django_migrations" VALUES (40, 'start', '0001_initial', '2026-11-23 08:18:23.850293');
INSERT INTO "django_migrations" VALUES (41, 'web', '0001_initial', '2026-11-23 08:18:23.852951');
CREATE TABLE "people_workspace" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(120) NOT NULL, "slug" varchar(60) NOT NULL UNIQUE, "zone" varchar(60) NOT NULL, "language" varchar(12) NOT NULL, "created_at" datetime NOT NULL);
INSERT INTO "people_workspace" VALUES (1, 'Earshot', 'home', 'UTC', 'en', '2026-11-23 08:18:23.973255');
INSERT INTO "people_workspace" VALUES (2, 'Acme Care', 'acme', 'Asia/Taipei', 'zh-hant', '2026-11-23 02:00:00');
INSERT INTO "people_workspace" VALUES (3, 'Other', 'other', 'UTC', 'en', '2026-11-23 02:00:00');
CREATE TABLE "people_person" ("password" varchar(128) NOT NULL, "last_login" datetime NULL, "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "email" varchar(254) NOT NULL, "name" varchar(120) NOT NULL, "language" varchar(12) NOT NULL, "zone" varchar(60) NOT NULL, "theme" varchar(8) NOT NULL, "density" varchar(8) NOT NULL, "single_keys" bool NOT NULL, "is_active" bool NOT NULL, "date_joined" datetime NOT NULL);
INSERT INTO "people_person" VALUES ('!XF6etcQQpSK2GwV2ruZ4yxaP0EGRIYzfPQOxM2mU', NULL, 1, 'owner@localhost', 'Owner', '', '', '', '', 1, 1, '2026-11-23 08:18:23.973032');
INSERT INTO "people_person" VALUES ('argon2$argon2id$v=19$m=19456,t=2,p=1$d0JJdHVYbjdWQlh6bWc3TDhkVThJZQ$8pfm3aSY9ldwRErXvPAUaloL8OPOSWvEcv/kV4Vc3hw', NULL, 2, 'mei@acme.test', 'Mei', 'zh-hant', '', '', '', 1, 1, '2026-11-23 08:18:25.719967');
INSERT INTO "people_person" VALUES ('!aEXDzJkclnyHMmuMVJw5wlOuBXPIBd7KXNNFJ50j', NULL, 3, 'zoe@other.test', 'Zoe', '', '', '', '', 1, 1, '2026-11-23 08:18:25.729294');
CREATE TABLE "people_membership" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "handle" varchar(60) NOT NULL, "name" varchar(120) NOT NULL, "role" varchar(8) NOT NULL, "active" bool NOT NULL, "created_at" datetime NOT NULL, "person_id" bigint NULL REFERENCES "people_person" ("id") DEFERRABLE INITIALLY DEFERRED, "workspace_id" bigint NOT NULL REFERENCES "people_workspace" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "people_membership" VALUES (1, 'owner', 'Owner', 'owner', 1, '2026-11-23 08:18:23.974262', 1, 1);
INSERT INTO "people_membership" VALUES (2, 'mei', 'Mei', 'owner', 1, '2026-11-23 02:00:00', 2, 2);
INSERT INTO "people_membership" VALUES (3, 'zoe', 'Zoe', 'owner', 1, '2026-11-23 02:00:00', 3, 3);
INSERT INTO "people_membership" VALUES (4, 'jun', 'Jun', 'member', 1, '2026-11-23 02:00:00', NULL, 2);
INSERT INTO "people_membership" VALUES (5, 'jun', 'Jun', 'member', 1, '2026-11-23 02:00:00', NULL, 3);
INSERT INTO "people_membership" VALUES (6, 'mei', 'mei', 'member', 1, '2026-11-23 02:00:00', NULL, 3);
CREATE TABLE "people_signinlink" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "token_hash" varchar(64) NOT NULL UNIQUE, "created_at" datetime NOT NULL, "expires_at" datetime NOT NULL, "used_at" datetime NULL, "person_id" bigint NOT NULL REFERENCES "people_person" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "people_signinlink" VALUES (1, 'c59fb9c6672a6be36fd632fedd72f278bd182dd268db3e2cf89ab878cb4a1d8f', '2026-11-23 02:00:00', '2026-11-24 02:00:00', NULL, 2);
CREATE TABLE "people_invitation" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "token_hash" varchar(64) NOT NULL UNIQUE, "created_at" datetime NOT NULL, "expires_at" datetime NOT NULL, "used_at" datetime NULL, "revoked_at" datetime NULL, "created_by_id" bigint NULL REFERENCES "people_membership" ("id") DEFERRABLE INITIALLY DEFERRED, "membership_id" bigint NOT NULL REFERENCES "people_membership" ("id") DEFERRABLE INITIALLY DEFERRED, "workspace_id" bigint NOT NULL REFERENCES "people_workspace" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "people_invitation" VALUES (1, '41db6a9168970f008ef8bbf1c49e0b14b462ec746521430a727d6ecc6bbb86c7', '2026-11-23 02:00:00', '2026-12-07 02:00:00', NULL, NULL, 2, 4, 2);
INSERT INTO "people_invitation" VALUES (2, 'd253e751b36d53078e31f25f56b48fa91c2175155f2d8c20c4cdad3b94806665', '2026-11-23 02:00:00', '2026-12-07 02:00:00', NULL, NULL, 3, 5, 3);
CREATE TABLE "account_emailconfirmation" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "created" datetime NOT NULL, "sent" datetime NULL, "key" varchar(64) NOT NULL UNIQUE, "email_address_id" integer NOT NULL REFERENCES "account_emailaddress" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "account_emailaddress" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "verified" bool NOT NULL, "primary" bool NOT NULL, "user_id" bigint NOT NULL REFERENCES "people_person" ("id") DEFERRABLE INITIALLY DEFERRED, "email" varchar(254) NOT NULL);
CREATE TABLE "audit_entry" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "workspace_id" bigint NOT NULL, "at" datetime NOT NULL, "actor_id" bigint NOT NULL, "actor_name" varchar(200) NOT NULL, "verb" varchar(60) NOT NULL, "object_kind" varchar(40) NOT NULL, "object_id" bigint NOT NULL, "detail" text NOT NULL CHECK ((JSON_VALID("detail") OR "detail" IS NULL)));
INSERT INTO "audit_entry" VALUES (1, 1, '2026-11-23 08:18:23.974680', 1, 'Owner', 'workspace.create', 'workspace', 1, '{"name": "Earshot"}');
INSERT INTO "audit_entry" VALUES (2, 2, '2026-11-23 02:00:00', 2, 'Mei', 'workspace.create', 'workspace', 2, '{"name": "Acme Care"}');
INSERT INTO "audit_entry" VALUES (3, 3, '2026-11-23 02:00:00', 3, 'Zoe', 'workspace.create', 'workspace', 3, '{"name": "Other"}');
INSERT INTO "audit_entry" VALUES (4, 2, '2026-11-23 02:00:00', 2, 'Mei', 'person.add', 'membership', 4, '{"name": "Jun", "role": "member"}');
INSERT INTO "audit_entry" VALUES (5, 2, '2026-11-23 02:00:00', 2, 'Mei', 'person.invite', 'membership', 4, '{"name": "Jun"}');
INSERT INTO "audit_entry" VALUES (6, 2, '2026-11-23 02:00:00', 2, 'Mei', 'topic.save', 'topic', 1, '{"name": "acme", "query": "acme OR Acme"}');
INSERT INTO "audit_entry" VALUES (7, 2, '2026-11-23 02:00:00', 2, 'Mei', 'import.start', 'import', 1, '{"name": "posts.csv", "mode": "history", "rows": 2}');
INSERT INTO "audit_entry" VALUES (8, 2, '2026-11-23 02:00:00', 2, 'Mei', 'conversation.note', 'conversation', 5, '{"note": 1}');
INSERT INTO "audit_entry" VALUES (9, 2, '2026-11-23 02:00:00', 2, 'Mei', 'conversation.tag', 'conversation', 5, '{"tag": "refund"}');
INSERT INTO "audit_entry" VALUES (10, 2, '2026-11-23 02:00:00', 2, 'Mei', 'post.correct', 'post', 5, '{"kind": "sentiment", "value": "negative"}');
INSERT INTO "audit_entry" VALUES (11, 2, '2026-11-23 02:00:00', 2, 'Mei', 'policy.save', 'policy', 2, '{"number": 2}');
INSERT INTO "audit_entry" VALUES (12, 2, '2026-11-23 02:00:00', 2, 'Mei', 'policy.activate', 'policy', 2, '{"number": 2}');
INSERT INTO "audit_entry" VALUES (13, 3, '2026-11-23 02:00:00', 3, 'Zoe', 'person.add', 'membership', 5, '{"name": "Jun", "role": "member"}');
INSERT INTO "audit_entry" VALUES (14, 3, '2026-11-23 02:00:00', 3, 'Zoe', 'person.invite', 'membership', 5, '{"name": "Jun"}');
INSERT INTO "audit_entry" VALUES (15, 3, '2026-11-23 02:00:00', 3, 'Zoe', 'topic.save', 'topic', 2, '{"name": "acme", "query": "acme OR Acme"}');
INSERT INTO "audit_entry" VALUES (16, 3, '2026-11-23 02:00:00', 3, 'Zoe', 'import.start', 'import', 2, '{"name": "posts.csv", "mode": "history", "rows": 2}');
INSERT INTO "audit_entry" VALUES (17, 3, '2026-11-23 02:00:00', 3, 'Zoe', 'conversation.note', 'conversation', 10, '{"note": 2}');
INSERT INTO "audit_entry" VALUES (18, 3, '2026-11-23 02:00:00', 3, 'Zoe', 'conversation.tag', 'conversation', 10, '{"tag": "refund"}');
INSERT INTO "audit_entry" VALUES (19, 3, '2026-11-23 02:00:00', 3, 'Zoe', 'post.correct', 'post', 11, '{"kind": "sentiment", "value": "negative"}');
INSERT INTO "audit_entry" VALUES (20, 3, '2026-11-23 02:00:00', 3, 'Zoe', 'policy.save', 'policy', 4, '{"number": 2}');
INSERT INTO "audit_entry" VALUES (21, 3, '2026-11-23 02:00:00', 3, 'Zoe', 'policy.activate', 'policy', 4, '{"number": 2}');
CREATE TABLE "django_content_type" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app_label" varchar(100) NOT NULL, "model" varchar(100) NOT NULL);
INSERT INTO "django_content_type" VALUES (1, 'start', 'beginning');
INSERT INTO "django_content_type" VALUES (2, 'sample', 'sample');
INSERT INTO "django_content_type" VALUES (3, 'planning', 'campaign');
INSERT INTO "django_content_type" VALUES (4, 'inbox', 'watchvisit');
INSERT INTO "django_content_type" VALUES (5, 'delivery', 'publication');
INSERT INTO "django_content_type" VALUES (6, 'delivery', 'attempt');
INSERT INTO "django_content_type" VALUES (7, 'delivery', 'draft');
INSERT INTO "django_content_type" VALUES (8, 'responsibility', 'policyversion');
INSERT INTO "django_content_type" VALUES (9, 'responsibility', 'decision');
INSERT INTO "django_content_type" VALUES (10, 'responsibility', 'assignment');
INSERT INTO "django_content_type" VALUES (11, 'responsibility', 'handover');
INSERT INTO "django_content_type" VALUES (12, 'responsibility', 'involvement');
INSERT INTO "django_content_type" VALUES (13, 'conversations', 'conversation');
INSERT INTO "django_content_type" VALUES (14, 'conversations', 'entry');
INSERT INTO "django_content_type" VALUES (15, 'conversations', 'note');
INSERT INTO "django_content_type" VALUES (16, 'conversations', 'merged');
INSERT INTO "django_content_type" VALUES (17, 'listening', 'reservoir');
INSERT INTO "django_content_type" VALUES (18, 'listening', 'author');
INSERT INTO "django_content_type" VALUES (19, 'listening', 'channel');
INSERT INTO "django_content_type" VALUES (20, 'listening', 'heard');
INSERT INTO "django_content_type" VALUES (21, 'listening', 'import');
INSERT INTO "django_content_type" VALUES (22, 'listening', 'badrow');
INSERT INTO "django_content_type" VALUES (23, 'listening', 'post');
INSERT INTO "django_content_type" VALUES (24, 'listening', 'correction');
INSERT INTO "django_content_type" VALUES (25, 'listening', 'postversion');
INSERT INTO "django_content_type" VALUES (26, 'listening', 'sighting');
INSERT INTO "django_content_type" VALUES (27, 'listening', 'topic');
INSERT INTO "django_content_type" VALUES (28, 'listening', 'mention');
INSERT INTO "django_content_type" VALUES (29, 'listening', 'unmatched');
INSERT INTO "django_content_type" VALUES (30, 'listening', 'lesson');
INSERT INTO "django_content_type" VALUES (31, 'listening', 'gap');
INSERT INTO "django_content_type" VALUES (32, 'people', 'workspace');
INSERT INTO "django_content_type" VALUES (33, 'people', 'person');
INSERT INTO "django_content_type" VALUES (34, 'people', 'membership');
INSERT INTO "django_content_type" VALUES (35, 'people', 'signinlink');
INSERT INTO "django_content_type" VALUES (36, 'people', 'invitation');
INSERT INTO "django_content_type" VALUES (37, 'audit', 'entry');
INSERT INTO "django_content_type" VALUES (38, 'web', 'liveevent');
INSERT INTO "django_content_type" VALUES (39, 'account', 'emailaddress');
INSERT INTO "django_content_type" VALUES (40, 'account', 'emailconfirmation');
INSERT INTO "django_content_type" VALUES (41, 'auth', 'permission');
INSERT INTO "django_content_type" VALUES (42, 'auth', 'group');
INSERT INTO "django_content_type" VALUES (43, 'contenttypes', 'contenttype');
INSERT INTO "django_content_type" VALUES (44, 'sessions', 'session');
CREATE TABLE "auth_group_permissions" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "auth_permission" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "codename" varchar(100) NOT NULL, "name" varchar(255) NOT NULL);
INSERT INTO "auth_permission" VALUES (1, 1, 'add_beginning', 'Can add beginning');
INSERT INTO "auth_permission" VALUES (2, 1, 'change_beginning', 'Can change beginning');
INSERT INTO "auth_permission" VALUES (3, 1, 'delete_beginning', 'Can delete beginning');
INSERT INTO "auth_permission" VALUES (4, 1, 'view_beginning', 'Can view beginning');
INSERT INTO "auth_permission" VALUES (5, 2, 'add_sample', 'Can add sample');
INSERT INTO "auth_permission" VALUES (6, 2, 'change_sample', 'Can change sample');
INSERT INTO "auth_permission" VALUES (7, 2, 'delete_sample', 'Can delete sample');
INSERT INTO "auth_permission" VALUES (8, 2, 'view_sample', 'Can view sample');
INSERT INTO "auth_permission" VALUES (9, 3, 'add_campaign', 'Can add campaign');
INSERT INTO "auth_permission" VALUES (10, 3, 'change_campaign', 'Can change campaign');
INSERT INTO "auth_permission" VALUES (11, 3, 'delete_campaign', 'Can delete campaign');
INSERT INTO "auth_permission" VALUES (12, 3, 'view_campaign', 'Can view campaign');
INSERT INTO "auth_permission" VALUES (13, 4, 'add_watchvisit', 'Can add watch visit');
INSERT INTO "auth_permission" VALUES (14, 4, 'change_watchvisit', 'Can change watch visit');
INSERT INTO "auth_permission" VALUES (15, 4, 'delete_watchvisit', 'Can delete watch visit');
INSERT INTO "auth_permission" VALUES (16, 4, 'view_watchvisit', 'Can view watch visit');
INSERT INTO "auth_permission" VALUES (17, 5, 'add_publication', 'Can add publication');
INSERT INTO "auth_permission" VALUES (18, 5, 'change_publication', 'Can change publication');
INSERT INTO "auth_permission" VALUES (19, 5, 'delete_publication', 'Can delete publication');
INSERT INTO "auth_permission" VALUES (20, 5, 'view_publication', 'Can view publication');
INSERT INTO "auth_permission" VALUES (21, 6, 'add_attempt', 'Can add attempt');
INSERT INTO "auth_permission" VALUES (22, 6, 'change_attempt', 'Can change attempt');
INSERT INTO "auth_permission" VALUES (23, 6, 'delete_attempt', 'Can delete attempt');
INSERT INTO "auth_permission" VALUES (24, 6, 'view_attempt', 'Can view attempt');
INSERT INTO "auth_permission" VALUES (25, 7, 'add_draft', 'Can add draft');
INSERT INTO "auth_permission" VALUES (26, 7, 'change_draft', 'Can change draft');
INSERT INTO "auth_permission" VALUES (27, 7, 'delete_draft', 'Can delete draft');
INSERT INTO "auth_permission" VALUES (28, 7, 'view_draft', 'Can view draft');
INSERT INTO "auth_permission" VALUES (29, 8, 'add_policyversion', 'Can add policy version');
INSERT INTO "auth_permission" VALUES (30, 8, 'change_policyversion', 'Can change policy version');
INSERT INTO "auth_permission" VALUES (31, 8, 'delete_policyversion', 'Can delete policy version');
INSERT INTO "auth_permission" VALUES (32, 8, 'view_policyversion', 'Can view policy version');
INSERT INTO "auth_permission" VALUES (33, 9, 'add_decision', 'Can add decision');
INSERT INTO "auth_permission" VALUES (34, 9, 'change_decision', 'Can change decision');
INSERT INTO "auth_permission" VALUES (35, 9, 'delete_decision', 'Can delete decision');
INSERT INTO "auth_permission" VALUES (36, 9, 'view_decision', 'Can view decision');
INSERT INTO "auth_permission" VALUES (37, 10, 'add_assignment', 'Can add assignment');
INSERT INTO "auth_permission" VALUES (38, 10, 'change_assignment', 'Can change assignment');
INSERT INTO "auth_permission" VALUES (39, 10, 'delete_assignment', 'Can delete assignment');
INSERT INTO "auth_permission" VALUES (40, 10, 'view_assignment', 'Can view assignment');
INSERT INTO "auth_permission" VALUES (41, 11, 'add_handover', 'Can add hand over');
INSERT INTO "auth_permission" VALUES (42, 11, 'change_handover', 'Can change hand over');
INSERT INTO "auth_permission" VALUES (43, 11, 'delete_handover', 'Can delete hand over');
INSERT INTO "auth_permission" VALUES (44, 11, 'view_handover', 'Can view hand over');
INSERT INTO "auth_permission" VALUES (45, 12, 'add_involvement', 'Can add involvement');
INSERT INTO "auth_permission" VALUES (46, 12, 'change_involvement', 'Can change involvement');
INSERT INTO "auth_permission" VALUES (47, 12, 'delete_involvement', 'Can delete involvement');
INSERT INTO "auth_permission" VALUES (48, 12, 'view_involvement', 'Can view involvement');
INSERT INTO "auth_permission" VALUES (49, 13, 'add_conversation', 'Can add conversation');
INSERT INTO "auth_permission" VALUES (50, 13, 'change_conversation', 'Can change conversation');
INSERT INTO "auth_permission" VALUES (51, 13, 'delete_conversation', 'Can delete conversation');
INSERT INTO "auth_permission" VALUES (52, 13, 'view_conversation', 'Can view conversation');
INSERT INTO "auth_permission" VALUES (53, 14, 'add_entry', 'Can add entry');
INSERT INTO "auth_permission" VALUES (54, 14, 'change_entry', 'Can change entry');
INSERT INTO "auth_permission" VALUES (55, 14, 'delete_entry', 'Can delete entry');
INSERT INTO "auth_permission" VALUES (56, 14, 'view_entry', 'Can view entry');
INSERT INTO "auth_permission" VALUES (57, 15, 'add_note', 'Can add note');
INSERT INTO "auth_permission" VALUES (58, 15, 'change_note', 'Can change note');
INSERT INTO "auth_permission" VALUES (59, 15, 'delete_note', 'Can delete note');
INSERT INTO "auth_permission" VALUES (60, 15, 'view_note', 'Can view note');
INSERT INTO "auth_permission" VALUES (61, 16, 'add_merged', 'Can add merged');
INSERT INTO "auth_permission" VALUES (62, 16, 'change_merged', 'Can change merged');
INSERT INTO "auth_permission" VALUES (63, 16, 'delete_merged', 'Can delete merged');
INSERT INTO "auth_permission" VALUES (64, 16, 'view_merged', 'Can view merged');
INSERT INTO "auth_permission" VALUES (65, 17, 'add_reservoir', 'Can add reservoir');
INSERT INTO "auth_permission" VALUES (66, 17, 'change_reservoir', 'Can change reservoir');
INSERT INTO "auth_permission" VALUES (67, 17, 'delete_reservoir', 'Can delete reservoir');
INSERT INTO "auth_permission" VALUES (68, 17, 'view_reservoir', 'Can view reservoir');
INSERT INTO "auth_permission" VALUES (69, 18, 'add_author', 'Can add author');
INSERT INTO "auth_permission" VALUES (70, 18, 'change_author', 'Can change author');
INSERT INTO "auth_permission" VALUES (71, 18, 'delete_author', 'Can delete author');
INSERT INTO "auth_permission" VALUES (72, 18, 'view_author', 'Can view author');
INSERT INTO "auth_permission" VALUES (73, 19, 'add_channel', 'Can add channel');
INSERT INTO "auth_permission" VALUES (74, 19, 'change_channel', 'Can change channel');
INSERT INTO "auth_permission" VALUES (75, 19, 'delete_channel', 'Can delete channel');
INSERT INTO "auth_permission" VALUES (76, 19, 'view_channel', 'Can view channel');
INSERT INTO "auth_permission" VALUES (77, 20, 'add_heard', 'Can add heard');
INSERT INTO "auth_permission" VALUES (78, 20, 'change_heard', 'Can change heard');
INSERT INTO "auth_permission" VALUES (79, 20, 'delete_heard', 'Can delete heard');
INSERT INTO "auth_permission" VALUES (80, 20, 'view_heard', 'Can view heard');
INSERT INTO "auth_permission" VALUES (81, 21, 'add_import', 'Can add import');
INSERT INTO "auth_permission" VALUES (82, 21, 'change_import', 'Can change import');
INSERT INTO "auth_permission" VALUES (83, 21, 'delete_import', 'Can delete import');
INSERT INTO "auth_permission" VALUES (84, 21, 'view_import', 'Can view import');
INSERT INTO "auth_permission" VALUES (85, 22, 'add_badrow', 'Can add bad row');
INSERT INTO "auth_permission" VALUES (86, 22, 'change_badrow', 'Can change bad row');
INSERT INTO "auth_permission" VALUES (87, 22, 'delete_badrow', 'Can delete bad row');
INSERT INTO "auth_permission" VALUES (88, 22, 'view_badrow', 'Can view bad row');
INSERT INTO "auth_permission" VALUES (89, 23, 'add_post', 'Can add post');
INSERT INTO "auth_permission" VALUES (90, 23, 'change_post', 'Can change post');
INSERT INTO "auth_permission" VALUES (91, 23, 'delete_post', 'Can delete post');
INSERT INTO "auth_permission" VALUES (92, 23, 'view_post', 'Can view post');
INSERT INTO "auth_permission" VALUES (93, 24, 'add_correction', 'Can add correction');
INSERT INTO "auth_permission" VALUES (94, 24, 'change_correction', 'Can change correction');
INSERT INTO "auth_permission" VALUES (95, 24, 'delete_correction', 'Can delete correction');
INSERT INTO "auth_permission" VALUES (96, 24, 'view_correction', 'Can view correction');
INSERT INTO "auth_permission" VALUES (97, 25, 'add_postversion', 'Can add post version');
INSERT INTO "auth_permission" VALUES (98, 25, 'change_postversion', 'Can change post version');
INSERT INTO "auth_permission" VALUES (99, 25, 'delete_postversion', 'Can delete post version');
INSERT INTO "auth_permission" VALUES (100, 25, 'view_postversion', 'Can view post version');
INSERT INTO "auth_permission" VALUES (101, 26, 'add_sighting', 'Can add sighting');
INSERT INTO "auth_permission" VALUES (102, 26, 'change_sighting', 'Can change sighting');
INSERT INTO "auth_permission" VALUES (103, 26, 'delete_sighting', 'Can delete sighting');
INSERT INTO "auth_permission" VALUES (104, 26, 'view_sighting', 'Can view sighting');
INSERT INTO "auth_permission" VALUES (105, 27, 'add_topic', 'Can add topic');
INSERT INTO "auth_permission" VALUES (106, 27, 'change_topic', 'Can change topic');
INSERT INTO "auth_permission" VALUES (107, 27, 'delete_topic', 'Can delete topic');
INSERT INTO "auth_permission" VALUES (108, 27, 'view_topic', 'Can view topic');
INSERT INTO "auth_permission" VALUES (109, 28, 'add_mention', 'Can add mention');
INSERT INTO "auth_permission" VALUES (110, 28, 'change_mention', 'Can change mention');
INSERT INTO "auth_permission" VALUES (111, 28, 'delete_mention', 'Can delete mention');
INSERT INTO "auth_permission" VALUES (112, 28, 'view_mention', 'Can view mention');
INSERT INTO "auth_permission" VALUES (113, 29, 'add_unmatched', 'Can add unmatched');
INSERT INTO "auth_permission" VALUES (114, 29, 'change_unmatched', 'Can change unmatched');
INSERT INTO "auth_permission" VALUES (115, 29, 'delete_unmatched', 'Can delete unmatched');
INSERT INTO "auth_permission" VALUES (116, 29, 'view_unmatched', 'Can view unmatched');
INSERT INTO "auth_permission" VALUES (117, 30, 'add_lesson', 'Can add lesson');
INSERT INTO "auth_permission" VALUES (118, 30, 'change_lesson', 'Can change lesson');
INSERT INTO "auth_permission" VALUES (119, 30, 'delete_lesson', 'Can delete lesson');
INSERT INTO "auth_permission" VALUES (120, 30, 'view_lesson', 'Can view lesson');
INSERT INTO "auth_permission" VALUES (121, 31, 'add_gap', 'Can add gap');
INSERT INTO "auth_permission" VALUES (122, 31, 'change_gap', 'Can change gap');
INSERT INTO "auth_permission" VALUES (123, 31, 'delete_gap', 'Can delete gap');
INSERT INTO "auth_permission" VALUES (124, 31, 'view_gap', 'Can view gap');
INSERT INTO "auth_permission" VALUES (125, 32, 'add_workspace', 'Can add workspace');
INSERT INTO "auth_permission" VALUES (126, 32, 'change_workspace', 'Can change workspace');
INSERT INTO "auth_permission" VALUES (127, 32, 'delete_workspace', 'Can delete workspace');
INSERT INTO "auth_permission" VALUES (128, 32, 'view_workspace', 'Can view workspace');
INSERT INTO "auth_permission" VALUES (129, 33, 'add_person', 'Can add person');
INSERT INTO "auth_permission" VALUES (130, 33, 'change_person', 'Can change person');
INSERT INTO "auth_permission" VALUES (131, 33, 'delete_person', 'Can delete person');
INSERT INTO "auth_permission" VALUES (132, 33, 'view_person', 'Can view person');
INSERT INTO "auth_permission" VALUES (133, 34, 'add_membership', 'Can add membership');
INSERT INTO "auth_permission" VALUES (134, 34, 'change_membership', 'Can change membership');
INSERT INTO "auth_permission" VALUES (135, 34, 'delete_membership', 'Can delete membership');
INSERT INTO "auth_permission" VALUES (136, 34, 'view_membership', 'Can view membership');
INSERT INTO "auth_permission" VALUES (137, 35, 'add_signinlink', 'Can add sign in link');
INSERT INTO "auth_permission" VALUES (138, 35, 'change_signinlink', 'Can change sign in link');
INSERT INTO "auth_permission" VALUES (139, 35, 'delete_signinlink', 'Can delete sign in link');
INSERT INTO "auth_permission" VALUES (140, 35, 'view_signinlink', 'Can view sign in link');
INSERT INTO "auth_permission" VALUES (141, 36, 'add_invitation', 'Can add invitation');
INSERT INTO "auth_permission" VALUES (142, 36, 'change_invitation', 'Can change invitation');
INSERT INTO "auth_permission" VALUES (143, 36, 'delete_invitation', 'Can delete invitation');
INSERT INTO "auth_permission" VALUES (144, 36, 'view_invitation', 'Can view invitation');
INSERT INTO "auth_permission" VALUES (145, 37, 'add_entry', 'Can add entry');
INSERT INTO "auth_permission" VALUES (146, 37, 'change_entry', 'Can change entry');
INSERT INTO "auth_permission" VALUES (147, 37, 'delete_entry', 'Can delete entry');
INSERT INTO "auth_permission" VALUES (148, 37, 'view_entry', 'Can view entry');
INSERT INTO "auth_permission" VALUES (149, 38, 'add_liveevent', 'Can add live event');
INSERT INTO "auth_permission" VALUES (150, 38, 'change_liveevent', 'Can change live event');
INSERT INTO "auth_permission" VALUES (151, 38, 'delete_liveevent', 'Can delete live event');
INSERT INTO "auth_permission" VALUES (152, 38, 'view_liveevent', 'Can view live event');
INSERT INTO "auth_permission" VALUES (153, 39, 'add_emailaddress', 'Can add email address');
INSERT INTO "auth_permission" VALUES (154, 39, 'change_emailaddress', 'Can change email address');
INSERT INTO "auth_permission" VALUES (155, 39, 'delete_emailaddress', 'Can delete email address');
INSERT INTO "auth_permission" VALUES (156, 39, 'view_emailaddress', 'Can view email address');
INSERT INTO "auth_permission" VALUES (157, 40, 'add_emailconfirmation', 'Can add email confirmation');
INSERT INTO "auth_permission" VALUES (158, 40, 'change_emailconfirmation', 'Can change email confirmation');
INSERT INTO "auth_permission" VALUES (159, 40, 'delete_emailconfirmation', 'Can delete email confirmation');
INSERT INTO "auth_permission" VALUES (160, 40, 'view_emailconfirmation', 'Can view email confirmation');
INSERT INTO "auth_permission" VALUES (161, 41, 'add_permission', 'Can add permission');
INSERT INTO "auth_permission" VALUES (162, 41, 'change_permission', 'Can change permission');
INSERT INTO "auth_permission" VALUES (163, 41, 'delete_permission', 'Can delete permission');
INSERT INTO "auth_permission" VALUES (164, 41, 'view_permission', 'Can view permission');
INSERT INTO "auth_permission" VALUES (165, 42, 'add_group', 'Can add group');
INSERT INTO "auth_permission" VALUES (166, 42, 'change_group', 'Can change group');
INSERT INTO "auth_permission" VALUES (167, 42, 'delete_group', 'Can delete group');
INSERT INTO "auth_permission" VALUES (168, 42, 'view_group', 'Can view group');
INSERT INTO "auth_permission" VALUES (169, 43, 'add_contenttype', 'Can add content type');
INSERT INTO "auth_permission" VALUES (170, 43, 'change_contenttype', 'Can change content type');
INSERT INTO "auth_permission" VALUES (171, 43, 'delete_contenttype', 'Can delete content type');
INSERT INTO "auth_permission" VALUES (172, 43, 'view_contenttype', 'Can view content type');
INSERT INTO "auth_permission" VALUES (173, 44, 'add_session', 'Can add session');
INSERT INTO "auth_permission" VALUES (174, 44, 'change_session', 'Can change session');
INSERT INTO "auth_permission" VALUES (175, 44, 'delete_session', 'Can delete session');
INSERT INTO "auth_permission" VALUES (176, 44, 'view_session', 'Can view session');
CREATE TABLE "auth_group" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(150) NOT NULL UNIQUE);
CREATE TABLE "listening_reservoir" ("workspace_id" bigint NOT NULL PRIMARY KEY REFERENCES "people_workspace" ("id") DEFERRABLE INITIALLY DEFERRED, "level" real NOT NULL, "floor" real NOT NULL, "size" integer unsigned NOT NULL CHECK ("size" >= 0), "raised_at" datetime NOT NULL, "aged_at" datetime NOT NULL);
CREATE TABLE "listening_unmatched" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "network" varchar(40) NOT NULL, "canonical_id" varchar(1000) NOT NULL, "lang" varchar(12) NOT NULL, "text" text NOT NULL, "draw" real NOT NULL, "at" datetime NOT NULL, "channel_id" bigint NOT NULL REFERENCES "listening_channel" ("id") DEFERRABLE INITIALLY DEFERRED, "workspace_id" bigint NOT NULL REFERENCES "people_workspace" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "listening_unmatched" VALUES (1, 'testnet', 'u', '', 'tea', 0.5, '2026-11-23 02:00:00', 1, 2);
INSERT INTO "listening_unmatched" VALUES (2, 'testnet', 'u', '', 'tea', 0.5, '2026-11-23 02:00:00', 3, 3);
CREATE TABLE "listening_author" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "network" varchar(40) NOT NULL, "external_id" varchar(500) NOT NULL, "handle" varchar(200) NOT NULL, "name" varchar(300) NOT NULL, "bio" text NOT NULL, "url" varchar(1000) NOT NULL, "followers" bigint NULL, "verified" bool NULL, "ours" bool NOT NULL, "profile_at" datetime NULL, "workspace_id" bigint NOT NULL REFERENCES "people_workspace" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "author_once" UNIQUE ("workspace_id", "network", "external_id"));
INSERT INTO "listening_author" VALUES (1, 'testnet', 'id:0', 'author0', 'Author 0', '', '', 7, NULL, 0, '2026-11-23 02:00:00', 2);
INSERT INTO "listening_author" VALUES (2, 'testnet', 'id:1', 'author1', '=1+1', '', '', 7, NULL, 0, '2026-11-23 02:00:00', 2);
INSERT INTO "listening_author" VALUES (3, 'testnet', 'id:2', 'author2', 'Author 2', '', '', 7, NULL, 0, '2026-11-23 02:00:00', 2);
INSERT INTO "listening_author" VALUES (4, 'testnet', 'id:3', 'author3', 'Author 3', '', '', 7, NULL, 0, '2026-11-23 02:00:00', 2);
INSERT INTO "listening_author" VALUES (5, 'testnet', 'id:4', 'author4', 'Author 4', '', '', 7, NULL, 0, '2026-11-23 02:00:00', 2);
INSERT INTO "listening_author" VALUES (6, 'file', 'mei', 'mei', '', '', '', NULL, NULL, 0, '2026-11-23 02:00:00', 2);
INSERT INTO "listening_author" VALUES (7, 'testnet', 'id:0', 'author0', 'Author 0', '', '', 7, NULL, 0, '2026-11-23 02:00:00', 3);
INSERT INTO "listening_author" VALUES (8, 'testnet', 'id:1', 'author1', '=1+1', '', '', 7, NULL, 0, '2026-11-23 02:00:00', 3);
INSERT INTO "listening_author" VALUES (9, 'testnet', 'id:2', 'author2', 'Author 2', '', '', 7, NULL, 0, '2026-11-23 02:00:00', 3);
INSERT INTO "listening_author" VALUES (10, 'testnet', 'id:3', 'author3', 'Author 3', '', '', 7, NULL, 0, '2026-11-23 02:00:00', 3);
INSERT INTO "listening_author" VALUES (11, 'testnet', 'id:4', 'author4', 'Author 4', '', '', 7, NULL, 0, '2026-11-23 02:00:00', 3);
INSERT INTO "listening_author" VALUES (12, 'file', 'mei', 'mei', '', '', '', NULL, NULL, 0, '2026-11-23 02:00:00', 3);
CREATE TABLE "listening_channel" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "kind" varchar(40) NOT NULL, "name" varchar(120) NOT NULL, "config" text NOT NULL CHECK ((JSON_VALID("config") OR "config" IS NULL)), "secrets" text NOT NULL, "account_id" varchar(500) NOT NULL, "account_handle" varchar(200) NOT NULL, "account_name" varchar(200) NOT NULL, "brand" varchar(80) NOT NULL, "market" varchar(80) NOT NULL, "active" bool NOT NULL, "created_at" datetime NOT NULL, "removed_at" datetime NULL, "cursor" text NOT NULL, "state" varchar(12) NOT NULL, "error" text NOT NULL, "mend" text NOT NULL, "retry_at" datetime NULL, "last_item_at" datetime NULL, "last_contact_at" datetime NULL, "heard" bigint NOT NULL, "kept" bigint NOT NULL, "workspace_id" bigint NOT NULL REFERENCES "people_workspace" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "channel_name_once" UNIQUE ("workspace_id", "name"));
INSERT INTO "listening_channel" VALUES (1, 'testnet', 'Public', '{"server": "127.0.0.1"}', '1.aa643af9.ZzKBkRoVHq3-rxE0DV19-s7gbYEw11XwKhRSd5nBW8RsHGo28nGHRryVmYpG4Q_p_nrq_FKZ-T6hSQbC.Hrf-fyVK0TUDI1RU2PfJa9umrIh-otXfu3m_uEwdB4YYeOlA2AX5UbWXa0v5bbElJe9Hx_X1K_06PQ==', '', '', '', '', '', 1, '2026-11-23 02:00:00', NULL, 'cursor-1', 'new', '', '', NULL, '2026-11-23 02:00:00', '2026-11-23 02:00:00', 500, 5, 2);
INSERT INTO "listening_channel" VALUES (2, 'replay', 'posts.csv', '{"our": [], "topic": ""}', '', '', '', '', '', '', 0, '2026-11-23 02:00:00', NULL, '{"position":2,"duplicates":0,"bad":1,"unlike":0,"unlike_line":0,"unlike_id":"","stored_unlike":0,"stored_unlike_line":0,"stored_unlike_id":""}', 'off', '', '', NULL, '2026-11-23 02:00:00', '2026-11-23 02:00:00', 2, 1, 2);
INSERT INTO "listening_channel" VALUES (3, 'testnet', 'Public', '{"server": "127.0.0.1"}', '1.aa643af9.ay4h_4E0dOXAhuQ8WG5owSMiQhcMR4_k4LLR626-iHU3fsyIJhMHH9JjAEJHFvZPcdx5o9uYO1IBK_jM.F88jf7eMSj2UhNs7V2CyPaxk7UD7a_IqNnuZYDFmg5lejSbuNT4rM4JA65ttJE6XTRdcn0hExmuHtQ==', '', '', '', '', '', 1, '2026-11-23 02:00:00', NULL, 'cursor-1', 'new', '', '', NULL, '2026-11-23 02:00:00', '2026-11-23 02:00:00', 500, 5, 3);
INSERT INTO "listening_channel" VALUES (4, 'replay', 'posts.csv', '{"our": [], "topic": ""}', '', '', '', '', '', '', 0, '2026-11-23 02:00:00', NULL, '{"position":2,"duplicates":0,"bad":1,"unlike":0,"unlike_line":0,"unlike_id":"","stored_unlike":0,"stored_unlike_line":0,"stored_unlike_id":""}', 'off', '', '', NULL, '2026-11-23 02:00:00', '2026-11-23 02:00:00', 2, 1, 3);
CREATE TABLE "listening_heard" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "hour" datetime NOT NULL, "heard" bigint NOT NULL, "kept" bigint NOT NULL, "channel_id" bigint NOT NULL REFERENCES "listening_channel" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "heard_hour_once" UNIQUE ("channel_id", "hour"));
INSERT INTO "listening_heard" VALUES (1, '2026-11-23 02:00:00', 500, 5, 1);
INSERT INTO "listening_heard" VALUES (2, '2026-11-23 02:00:00', 2, 1, 2);
INSERT INTO "listening_heard" VALUES (3, '2026-11-23 02:00:00', 500, 5, 3);
INSERT INTO "listening_heard" VALUES (4, '2026-11-23 02:00:00', 2, 1, 4);
CREATE TABLE "listening_badrow" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "line" bigint NOT NULL, "reason" text NOT NULL, "raw" text NOT NULL, "source_id" bigint NOT NULL REFERENCES "listening_import" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "bad_row_once" UNIQUE ("source_id", "line"));
INSERT INTO "listening_badrow" VALUES (1, 4, 'the time cannot be read', '3,"The tea, again",jun,not a date', 1);
INSERT INTO "listening_badrow" VALUES (2, 4, 'the time cannot be read', '3,"The tea, again",jun,not a date', 2);
CREATE TABLE "listening_correction" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "kind" varchar(20) NOT NULL, "value" varchar(40) NOT NULL, "at" datetime NOT NULL, "by_id" bigint NOT NULL REFERENCES "people_membership" ("id") DEFERRABLE INITIALLY DEFERRED, "post_id" bigint NOT NULL REFERENCES "listening_post" ("id") DEFERRABLE INITIALLY DEFERRED, "lesson_id" bigint NULL REFERENCES "listening_lesson" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "correction_once" UNIQUE ("post_id", "kind"));
INSERT INTO "listening_correction" VALUES (1, 'sentiment', 'negative', '2026-11-23 02:00:00', 2, 5, NULL);
INSERT INTO "listening_correction" VALUES (2, 'sentiment', 'negative', '2026-11-23 02:00:00', 3, 11, NULL);
CREATE TABLE "listening_postversion" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "number" integer unsigned NOT NULL CHECK ("number" >= 0), "title" text NOT NULL, "text" text NOT NULL, "media" text NOT NULL CHECK ((JSON_VALID("media") OR "media" IS NULL)), "links" text NOT NULL CHECK ((JSON_VALID("links") OR "links" IS NULL)), "findings" text NOT NULL CHECK ((JSON_VALID("findings") OR "findings" IS NULL)), "seen_at" datetime NOT NULL, "post_id" bigint NOT NULL REFERENCES "listening_post" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "version_once" UNIQUE ("post_id", "number"));
INSERT INTO "listening_postversion" VALUES (1, 1, '', '=HYPERLINK("http://127.0.0.1/","refund")', '[]', '[]', '{"language":{"value":"und","confidence":0.0,"by":"language@1","reasons":[]},"sentiment":{"value":"neutral","confidence":0.4,"by":"sentiment@1","reasons":[]},"intent":{"value":"other","confidence":0.4,"by":"intent@1","reasons":[]},"risk":{"value":"0","confidence":0.5,"by":"risk@1","reasons":[]}}', '2026-11-23 02:00:00', 1);
INSERT INTO "listening_postversion" VALUES (2, 1, '', 'Acme 的奶茶裡有異物！我要退費', '[]', '[]', '{"language":{"value":"zh-Hant","confidence":0.94,"by":"language@1","reasons":["裡","異","費"]},"sentiment":{"value":"neutral","confidence":0.4,"by":"sentiment@1","reasons":[]},"intent":{"value":"other","confidence":0.4,"by":"intent@1","reasons":[]},"risk":{"value":"80","confidence":0.65,"by":"risk@1","reasons":["異物"]}}', '2026-11-23 02:00:00', 2);
INSERT INTO "listening_postversion" VALUES (3, 1, '', 'Does @acme open on Sundays?', '[{"kind":"image","url":"http://127.0.0.1/a.png","alt":""}]', '[]', '{"language":{"value":"en","confidence":0.52,"by":"language@1","reasons":[]},"sentiment":{"value":"neutral","confidence":0.4,"by":"sentiment@1","reasons":[]},"intent":{"value":"question","confidence":0.7,"by":"intent@1","reasons":["?"]},"risk":{"value":"0","confidence":0.5,"by":"risk@1","reasons":[]}}', '2026-11-23 02:00:00', 3);
INSERT INTO "listening_postversion" VALUES (4, 1, '', 'acme acme acme 👍🏽
second line', '[]', '[]', '{"language":{"value":"und","confidence":0.0,"by":"language@1","reasons":[]},"sentiment":{"value":"positive","confidence":0.71,"by":"sentiment@1","reasons":["👍"]},"intent":{"value":"praise","confidence":0.71,"by":"intent@1","reasons":[]},"risk":{"value":"0","confidence":0.5,"by":"risk@1","reasons":[]}}', '2026-11-23 02:00:00', 4);
INSERT INTO "listening_postversion" VALUES (5, 1, '', '+1 for acme', '[]', '[]', '{"language":{"value":"und","confidence":0.0,"by":"language@1","reasons":[]},"sentiment":{"value":"neutral","confidence":0.4,"by":"sentiment@1","reasons":[]},"intent":{"value":"other","confidence":0.4,"by":"intent@1","reasons":[]},"risk":{"value":"0","confidence":0.5,"by":"risk@1","reasons":[]}}', '2026-11-23 02:00:00', 5);
INSERT INTO "listening_postversion" VALUES (6, 1, '', '店員很親切', '[]', '[]', '{"language":{"value":"zh-Hant","confidence":0.91,"by":"language@1","reasons":["員","親"]},"sentiment":{"value":"positive","confidence":0.76,"by":"sentiment@1","reasons":["親切"]},"intent":{"value":"praise","confidence":0.76,"by":"intent@1","reasons":[]},"risk":{"value":"0","confidence":0.5,"by":"risk@1","reasons":[]}}', '2026-11-23 02:00:00', 6);
INSERT INTO "listening_postversion" VALUES (7, 1, '', '=HYPERLINK("http://127.0.0.1/","refund")', '[]', '[]', '{"language":{"value":"und","confidence":0.0,"by":"language@1","reasons":[]},"sentiment":{"value":"neutral","confidence":0.4,"by":"sentiment@1","reasons":[]},"intent":{"value":"other","confidence":0.4,"by":"intent@1","reasons":[]},"risk":{"value":"0","confidence":0.5,"by":"risk@1","reasons":[]}}', '2026-11-23 02:00:00', 7);
INSERT INTO "listening_postversion" VALUES (8, 1, '', 'Acme 的奶茶裡有異物！我要退費', '[]', '[]', '{"language":{"value":"zh-Hant","confidence":0.94,"by":"language@1","reasons":["裡","異","費"]},"sentiment":{"value":"neutral","confidence":0.4,"by":"sentiment@1","reasons":[]},"intent":{"value":"other","confidence":0.4,"by":"intent@1","reasons":[]},"risk":{"value":"80","confidence":0.65,"by":"risk@1","reasons":["異物"]}}', '2026-11-23 02:00:00', 8);
INSERT INTO "listening_postversion" VALUES (9, 1, '', 'Does @acme open on Sundays?', '[{"kind":"image","url":"http://127.0.0.1/a.png","alt":""}]', '[]', '{"language":{"value":"en","confidence":0.52,"by":"language@1","reasons":[]},"sentiment":{"value":"neutral","confidence":0.4,"by":"sentiment@1","reasons":[]},"intent":{"value":"question","confidence":0.7,"by":"intent@1","reasons":["?"]},"risk":{"value":"0","confidence":0.5,"by":"risk@1","reasons":[]}}', '2026-11-23 02:00:00', 9);
INSERT INTO "listening_postversion" VALUES (10, 1, '', 'acme acme acme 👍🏽
second line', '[]', '[]', '{"language":{"value":"und","confidence":0.0,"by":"language@1","reasons":[]},"sentiment":{"value":"positive","confidence":0.71,"by":"sentiment@1","reasons":["👍"]},"intent":{"value":"praise","confidence":0.71,"by":"intent@1","reasons":[]},"risk":{"value":"0","confidence":0.5,"by":"risk@1","reasons":[]}}', '2026-11-23 02:00:00', 10);
INSERT INTO "listening_postversion" VALUES (11, 1, '', '+1 for acme', '[]', '[]', '{"language":{"value":"und","confidence":0.0,"by":"language@1","reasons":[]},"sentiment":{"value":"neutral","confidence":0.4,"by":"sentiment@1","reasons":[]},"intent":{"value":"other","confidence":0.4,"by":"intent@1","reasons":[]},"risk":{"value":"0","confidence":0.5,"by":"risk@1","reasons":[]}}', '2026-11-23 02:00:00', 11);
INSERT INTO "listening_postversion" VALUES (12, 1, '', '店員很親切', '[]', '[]', '{"language":{"value":"zh-Hant","confidence":0.91,"by":"language@1","reasons":["員","親"]},"sentiment":{"value":"positive","confidence":0.76,"by":"sentiment@1","reasons":["親切"]},"intent":{"value":"praise","confidence":0.76,"by":"intent@1","reasons":[]},"risk":{"value":"0","confidence":0.5,"by":"risk@1","reasons":[]}}', '2026-11-23 02:00:00', 12);
CREATE TABLE "listening_sighting" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "at" datetime NOT NULL, "channel_id" bigint NOT NULL REFERENCES "listening_channel" ("id") DEFERRABLE INITIALLY DEFERRED, "post_id" bigint NOT NULL REFERENCES "listening_post" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "sighting_once" UNIQUE ("post_id", "channel_id"));
INSERT INTO "listening_sighting" VALUES (1, '2026-11-23 02:00:00', 1, 1);
INSERT INTO "listening_sighting" VALUES (2, '2026-11-23 02:00:00', 1, 2);
INSERT INTO "listening_sighting" VALUES (3, '2026-11-23 02:00:00', 1, 3);
INSERT INTO "listening_sighting" VALUES (4, '2026-11-23 02:00:00', 1, 4);
INSERT INTO "listening_sighting" VALUES (5, '2026-11-23 02:00:00', 1, 5);
INSERT INTO "listening_sighting" VALUES (6, '2026-11-23 02:00:00', 2, 6);
INSERT INTO "listening_sighting" VALUES (7, '2026-11-23 02:00:00', 3, 7);
INSERT INTO "listening_sighting" VALUES (8, '2026-11-23 02:00:00', 3, 8);
INSERT INTO "listening_sighting" VALUES (9, '2026-11-23 02:00:00', 3, 9);
INSERT INTO "listening_sighting" VALUES (10, '2026-11-23 02:00:00', 3, 10);
INSERT INTO "listening_sighting" VALUES (11, '2026-11-23 02:00:00', 3, 11);
INSERT INTO "listening_sighting" VALUES (12, '2026-11-23 02:00:00', 4, 12);
CREATE TABLE "listening_mention" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "version" integer unsigned NOT NULL CHECK ("version" >= 0), "spans" text NOT NULL CHECK ((JSON_VALID("spans") OR "spans" IS NULL)), "post_id" bigint NOT NULL REFERENCES "listening_post" ("id") DEFERRABLE INITIALLY DEFERRED, "topic_id" bigint NOT NULL REFERENCES "listening_topic" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "mention_once" UNIQUE ("post_id", "topic_id"));
INSERT INTO "listening_mention" VALUES (1, 1, '[["text",0,4]]', 2, 1);
INSERT INTO "listening_mention" VALUES (2, 1, '[["text",6,10]]', 3, 1);
INSERT INTO "listening_mention" VALUES (3, 1, '[["text",0,4],["text",5,9],["text",10,14]]', 4, 1);
INSERT INTO "listening_mention" VALUES (4, 1, '[["text",7,11]]', 5, 1);
INSERT INTO "listening_mention" VALUES (5, 1, '[["text",0,4]]', 8, 2);
INSERT INTO "listening_mention" VALUES (6, 1, '[["text",6,10]]', 9, 2);
INSERT INTO "listening_mention" VALUES (7, 1, '[["text",0,4],["text",5,9],["text",10,14]]', 10, 2);
INSERT INTO "listening_mention" VALUES (8, 1, '[["text",7,11]]', 11, 2);
CREATE VIRTUAL TABLE listening_search USING fts5(terms, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0');
DELETE FROM "listening_search_data";
INSERT INTO "listening_search_data" VALUES (1, X'0C40');
INSERT INTO "listening_search_data" VALUES (10, X'00000000FF00000101040400040101010101000005020101020200000103010103030000050401010404000001');
INSERT INTO "listening_search_data" VALUES (137438953473, X'000000E6023031050202010461636D6502020201020301060203030102040104646F65730302020103666F72050203010968797065726C696E6B01020201046C696E6504020601026F6E030205020370656E0302040106726566756E6401020301067365636F6E640402050206756E646179730302060106E5A5B6E88CB60202040205BC82E789A90202080106E68891E8A68102020A02059C89E5BC820202070106E789A9E6889102020902059A84E5A5B60202030106E88CB6E8A38F0202050205A38FE69C890202060205A681E9808002020B0202B2BB02020D0106E98080E8B2BB02020C04061409080E0907080B0B0B0B0A0B0A0B0A0B0A0A07');
INSERT INTO "listening_search_data" VALUES (274877906945, X'000000350730E4BAB2E588870602050103E5888706020602059198E5BE880602030205BA97E591980602020205BE88E4BAB2060204040B080A0A');
INSERT INTO "listening_search_data" VALUES (412316860417, X'000000E60230310B0202010461636D6508020201020301060203030102040104646F65730902020103666F720B0203010968797065726C696E6B07020201046C696E650A020601026F6E090205020370656E0902040106726566756E6407020301067365636F6E640A02050206756E646179730902060106E5A5B6E88CB60802040205BC82E789A90802080106E68891E8A68108020A02059C89E5BC820802070106E789A9E6889108020902059A84E5A5B60802030106E88CB6E8A38F0802050205A38FE69C890802060205A681E9808008020B0202B2BB08020D0106E98080E8B2BB08020C04061409080E0907080B0B0B0B0A0B0A0B0A0B0A0A07');
INSERT INTO "listening_search_data" VALUES (549755813889, X'000000350730E4BAB2E588870C02050103E588870C020602059198E5BE880C02030205BA97E591980C02020205BE88E4BAB20C0204040B080A0A');
DELETE FROM "listening_search_idx";
INSERT INTO "listening_search_idx" VALUES (1, X'', 2);
INSERT INTO "listening_search_idx" VALUES (2, X'', 2);
INSERT INTO "listening_search_idx" VALUES (3, X'', 2);
INSERT INTO "listening_search_idx" VALUES (4, X'', 2);
DELETE FROM "listening_search_docsize";
INSERT INTO "listening_search_docsize" VALUES (1, X'02', 1);
INSERT INTO "listening_search_docsize" VALUES (2, X'0C', 1);
INSERT INTO "listening_search_docsize" VALUES (3, X'05', 1);
INSERT INTO "listening_search_docsize" VALUES (4, X'05', 1);
INSERT INTO "listening_search_docsize" VALUES (5, X'03', 1);
INSERT INTO "listening_search_docsize" VALUES (6, X'05', 2);
INSERT INTO "listening_search_docsize" VALUES (7, X'02', 3);
INSERT INTO "listening_search_docsize" VALUES (8, X'0C', 3);
INSERT INTO "listening_search_docsize" VALUES (9, X'05', 3);
INSERT INTO "listening_search_docsize" VALUES (10, X'05', 3);
INSERT INTO "listening_search_docsize" VALUES (11, X'03', 3);
INSERT INTO "listening_search_docsize" VALUES (12, X'05', 4);
DELETE FROM "listening_search_config";
INSERT INTO "listening_search_config" VALUES ('version', 4);
CREATE TABLE "conversations_note" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "text" text NOT NULL, "at" datetime NOT NULL, "by_id" bigint NOT NULL REFERENCES "people_membership" ("id") DEFERRABLE INITIALLY DEFERRED, "conversation_id" bigint NOT NULL REFERENCES "conversations_conversation" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "conversations_note" VALUES (1, 'Called the shop.
它們會退費。', '2026-11-23 02:00:00', 2, 5);
INSERT INTO "conversations_note" VALUES (2, 'Called the shop.
它們會退費。', '2026-11-23 02:00:00', 3, 10);
CREATE TABLE "conversations_conversation" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "network" varchar(40) NOT NULL, "thread_key" varchar(1000) NOT NULL, "direct" bool NOT NULL, "episode" integer unsigned NOT NULL CHECK ("episode" >= 0), "brand" varchar(80) NOT NULL, "market" varchar(80) NOT NULL, "state" varchar(8) NOT NULL, "opened_at" datetime NOT NULL, "newest_at" datetime NOT NULL, "snippet" varchar(200) NOT NULL, "posts" integer unsigned NOT NULL CHECK ("posts" >= 0), "turn_since" datetime NULL, "answered_at" datetime NULL, "answered_how" varchar(8) NOT NULL, "snoozed_until" datetime NULL, "brands" text NOT NULL CHECK ((JSON_VALID("brands") OR "brands" IS NULL)), "topics" text NOT NULL CHECK ((JSON_VALID("topics") OR "topics" IS NULL)), "tags" text NOT NULL CHECK ((JSON_VALID("tags") OR "tags" IS NULL)), "kind" varchar(12) NOT NULL, "lang" varchar(12) NOT NULL, "sentiment" varchar(12) NOT NULL, "intent" varchar(12) NOT NULL, "risk" smallint unsigned NOT NULL CHECK ("risk" >= 0), "followers" bigint NOT NULL, "flags" text NOT NULL CHECK ((JSON_VALID("flags") OR "flags" IS NULL)), "more" text NOT NULL CHECK ((JSON_VALID("more") OR "more" IS NULL)), "handling" varchar(6) NOT NULL, "role" varchar(60) NOT NULL, "rule" varchar(200) NOT NULL, "policy_number" integer unsigned NOT NULL CHECK ("policy_number" >= 0), "deadline_at" datetime NULL, "gap" bool NOT NULL, "writing_until" datetime NULL, "revision" integer unsigned NOT NULL CHECK ("revision" >= 0), "accountable_id" bigint NOT NULL REFERENCES "people_membership" ("id") DEFERRABLE INITIALLY DEFERRED, "author_id" bigint NOT NULL REFERENCES "listening_author" ("id") DEFERRABLE INITIALLY DEFERRED, "channel_id" bigint NOT NULL REFERENCES "listening_channel" ("id") DEFERRABLE INITIALLY DEFERRED, "covering_id" bigint NULL REFERENCES "people_membership" ("id") DEFERRABLE INITIALLY DEFERRED, "newest_post_id" bigint NOT NULL REFERENCES "listening_post" ("id") DEFERRABLE INITIALLY DEFERRED, "workspace_id" bigint NOT NULL REFERENCES "people_workspace" ("id") DEFERRABLE INITIALLY DEFERRED, "writer_id" bigint NULL REFERENCES "people_membership" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "conversation_once" UNIQUE ("workspace_id", "network", "thread_key", "author_id", "brand", "episode"));
INSERT INTO "conversations_conversation" VALUES (1, 'testnet', 'test://post/0', 0, 1, '', '', 'new', '2026-11-23 02:00:00', '2026-11-23 01:59:00', '=HYPERLINK("http://127.0.0.1/","refund")', 1, '2026-11-23 02:00:00', NULL, '', NULL, '[]', '[]', '[]', 'post', 'und', 'neutral', 'other', 0, 7, '["addressed"]', '{"author":"author0","posted":"2026-11-23T01:59:00+00:00"}', 'answer', 'desk', 'All else that addresses us', 2, '2026-11-23 10:00:00', 0, NULL, 2, 2, 1, 1, NULL, 1, 2, NULL);
INSERT INTO "conversations_conversation" VALUES (2, 'testnet', 'test://post/1', 0, 1, '', '', 'new', '2026-11-23 02:00:00', '2026-11-23 01:58:00', 'Acme 的奶茶裡有異物！我要退費', 1, '2026-11-23 02:00:00', NULL, '', NULL, '[]', '["acme"]', '[]', 'post', 'zh-Hant', 'neutral', 'other', 80, 7, '["addressed"]', '{"author":"author1","posted":"2026-11-23T01:58:00+00:00"}', 'answer', 'desk', 'Harm first', 2, '2026-11-23 02:30:00', 0, NULL, 2, 2, 2, 1, NULL, 2, 2, NULL);
INSERT INTO "conversations_conversation" VALUES (3, 'testnet', 'test://post/2', 0, 1, '', '', 'new', '2026-11-23 02:00:00', '2026-11-23 01:57:00', 'Does @acme open on Sundays?', 1, '2026-11-23 02:00:00', NULL, '', NULL, '[]', '["acme"]', '[]', 'post', 'en', 'neutral', 'question', 0, 7, '["addressed","question"]', '{"author":"author2","posted":"2026-11-23T01:57:00+00:00","has":["image","media"]}', 'answer', 'desk', 'Complaints and questions', 2, '2026-11-23 04:00:00', 0, NULL, 2, 2, 3, 1, NULL, 3, 2, NULL);
INSERT INTO "conversations_conversation" VALUES (4, 'testnet', 'test://post/3', 0, 1, '', '', 'new', '2026-11-23 02:00:00', '2026-11-23 01:56:00', 'acme acme acme 👍🏽
second line', 1, '2026-11-23 02:00:00', NULL, '', NULL, '[]', '["acme"]', '[]', 'post', 'und', 'positive', 'praise', 0, 7, '["addressed"]', '{"author":"author3","posted":"2026-11-23T01:56:00+00:00"}', 'answer', 'desk', 'All else that addresses us', 2, '2026-11-23 10:00:00', 0, '2026-11-23 02:10:00', 2, 2, 4, 1, NULL, 4, 2, 2);
INSERT INTO "conversations_conversation" VALUES (5, 'testnet', 'test://post/4', 0, 1, '', '', 'new', '2026-11-23 02:00:00', '2026-11-23 01:55:00', '+1 for acme', 1, '2026-11-23 02:00:00', NULL, '', NULL, '[]', '["acme"]', '["refund"]', 'post', 'und', 'negative', 'other', 0, 7, '[]', '{"author":"author4","posted":"2026-11-23T01:55:00+00:00"}', 'watch', 'desk', 'Not addressed to us', 2, NULL, 0, NULL, 5, 2, 5, 1, NULL, 5, 2, NULL);
INSERT INTO "conversations_conversation" VALUES (6, 'testnet', 'test://post/0', 0, 1, '', '', 'new', '2026-11-23 02:00:00', '2026-11-23 01:59:00', '=HYPERLINK("http://127.0.0.1/","refund")', 1, '2026-11-23 02:00:00', NULL, '', NULL, '[]', '[]', '[]', 'post', 'und', 'neutral', 'other', 0, 7, '["addressed"]', '{"author":"author0","posted":"2026-11-23T01:59:00+00:00"}', 'answer', 'desk', 'All else that addresses us', 2, '2026-11-23 10:00:00', 0, NULL, 2, 6, 7, 3, NULL, 7, 3, NULL);
INSERT INTO "conversations_conversation" VALUES (7, 'testnet', 'test://post/1', 0, 1, '', '', 'new', '2026-11-23 02:00:00', '2026-11-23 01:58:00', 'Acme 的奶茶裡有異物！我要退費', 1, '2026-11-23 02:00:00', NULL, '', NULL, '[]', '["acme"]', '[]', 'post', 'zh-Hant', 'neutral', 'other', 80, 7, '["addressed"]', '{"author":"author1","posted":"2026-11-23T01:58:00+00:00"}', 'answer', 'desk', 'Harm first', 2, '2026-11-23 02:30:00', 0, NULL, 2, 6, 8, 3, NULL, 8, 3, NULL);
INSERT INTO "conversations_conversation" VALUES (8, 'testnet', 'test://post/2', 0, 1, '', '', 'new', '2026-11-23 02:00:00', '2026-11-23 01:57:00', 'Does @acme open on Sundays?', 1, '2026-11-23 02:00:00', NULL, '', NULL, '[]', '["acme"]', '[]', 'post', 'en', 'neutral', 'question', 0, 7, '["addressed","question"]', '{"author":"author2","posted":"2026-11-23T01:57:00+00:00","has":["image","media"]}', 'answer', 'desk', 'Complaints and questions', 2, '2026-11-23 04:00:00', 0, NULL, 2, 6, 9, 3, NULL, 9, 3, NULL);
INSERT INTO "conversations_conversation" VALUES (9, 'testnet', 'test://post/3', 0, 1, '', '', 'new', '2026-11-23 02:00:00', '2026-11-23 01:56:00', 'acme acme acme 👍🏽
second line', 1, '2026-11-23 02:00:00', NULL, '', NULL, '[]', '["acme"]', '[]', 'post', 'und', 'positive', 'praise', 0, 7, '["addressed"]', '{"author":"author3","posted":"2026-11-23T01:56:00+00:00"}', 'answer', 'desk', 'All else that addresses us', 2, '2026-11-23 10:00:00', 0, '2026-11-23 02:10:00', 2, 3, 10, 3, NULL, 10, 3, 3);
INSERT INTO "conversations_conversation" VALUES (10, 'testnet', 'test://post/4', 0, 1, '', '', 'new', '2026-11-23 02:00:00', '2026-11-23 01:55:00', '+1 for acme', 1, '2026-11-23 02:00:00', NULL, '', NULL, '[]', '["acme"]', '["refund"]', 'post', 'und', 'negative', 'other', 0, 7, '[]', '{"author":"author4","posted":"2026-11-23T01:55:00+00:00"}', 'watch', 'desk', 'Not addressed to us', 2, NULL, 0, NULL, 5, 6, 11, 3, NULL, 11, 3, NULL);
CREATE TABLE "conversations_entry" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "received_at" datetime NOT NULL, "answered_at" datetime NULL, "done_at" datetime NULL, "conversation_id" bigint NOT NULL REFERENCES "conversations_conversation" ("id") DEFERRABLE INITIALLY DEFERRED, "post_id" bigint NOT NULL REFERENCES "listening_post" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "entry_once" UNIQUE ("conversation_id", "post_id"));
INSERT INTO "conversations_entry" VALUES (1, '2026-11-23 02:00:00', NULL, NULL, 1, 1);
INSERT INTO "conversations_entry" VALUES (2, '2026-11-23 02:00:00', NULL, NULL, 2, 2);
INSERT INTO "conversations_entry" VALUES (3, '2026-11-23 02:00:00', NULL, NULL, 3, 3);
INSERT INTO "conversations_entry" VALUES (4, '2026-11-23 02:00:00', NULL, NULL, 4, 4);
INSERT INTO "conversations_entry" VALUES (5, '2026-11-23 02:00:00', NULL, NULL, 5, 5);
INSERT INTO "conversations_entry" VALUES (6, '2026-11-23 02:00:00', NULL, NULL, 6, 7);
INSERT INTO "conversations_entry" VALUES (7, '2026-11-23 02:00:00', NULL, NULL, 7, 8);
INSERT INTO "conversations_entry" VALUES (8, '2026-11-23 02:00:00', NULL, NULL, 8, 9);
INSERT INTO "conversations_entry" VALUES (9, '2026-11-23 02:00:00', NULL, NULL, 9, 10);
INSERT INTO "conversations_entry" VALUES (10, '2026-11-23 02:00:00', NULL, NULL, 10, 11);
CREATE TABLE "conversations_merged" ("id" bigint NOT NULL PRIMARY KEY, "at" datetime NOT NULL, "into_id" bigint NOT NULL REFERENCES "conversations_conversation" ("id") DEFERRABLE INITIALLY DEFERRED, "workspace_id" bigint NOT NULL REFERENCES "people_workspace" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "delivery_publication" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "text" text NOT NULL, "lang" varchar(12) NOT NULL, "key" varchar(64) NOT NULL UNIQUE, "state" varchar(10) NOT NULL, "due_at" datetime NOT NULL, "not_before" datetime NOT NULL, "attempts" integer unsigned NOT NULL CHECK ("attempts" >= 0), "first_attempt_at" datetime NULL, "claimed_at" datetime NULL, "claimed_by" varchar(80) NOT NULL, "finished_at" datetime NULL, "canonical_id" varchar(1000) NOT NULL, "url" varchar(1000) NOT NULL, "error" text NOT NULL, "mend" text NOT NULL, "created_at" datetime NOT NULL, "by_id" bigint NOT NULL REFERENCES "people_membership" ("id") DEFERRABLE INITIALLY DEFERRED, "channel_id" bigint NOT NULL REFERENCES "listening_channel" ("id") DEFERRABLE INITIALLY DEFERRED, "conversation_id" bigint NOT NULL REFERENCES "conversations_conversation" ("id") DEFERRABLE INITIALLY DEFERRED, "parent_id" bigint NOT NULL REFERENCES "listening_post" ("id") DEFERRABLE INITIALLY DEFERRED, "workspace_id" bigint NOT NULL REFERENCES "people_workspace" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "delivery_publication" VALUES (1, 'We are sorry, and pay back.', '', 'key-acme', 'queued', '2026-11-23 02:00:00', '2026-11-23 02:00:00', 0, NULL, NULL, '', NULL, '', '', '', '', '2026-11-23 02:00:00', 2, 1, 5, 5, 2);
INSERT INTO "delivery_publication" VALUES (2, 'We are sorry, and pay back.', '', 'key-other', 'queued', '2026-11-23 02:00:00', '2026-11-23 02:00:00', 0, NULL, NULL, '', NULL, '', '', '', '', '2026-11-23 02:00:00', 3, 3, 10, 11, 3);
CREATE TABLE "delivery_attempt" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "number" integer unsigned NOT NULL CHECK ("number" >= 0), "what" varchar(8) NOT NULL, "started_at" datetime NOT NULL, "finished_at" datetime NULL, "outcome" varchar(10) NOT NULL, "detail" text NOT NULL, "publication_id" bigint NOT NULL REFERENCES "delivery_publication" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "delivery_attempt" VALUES (1, 1, 'publish', '2026-11-23 02:00:00', NULL, 'limited', '', 1);
INSERT INTO "delivery_attempt" VALUES (2, 1, 'publish', '2026-11-23 02:00:00', NULL, 'limited', '', 2);
CREATE TABLE "delivery_draft" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "text" text NOT NULL, "updated_at" datetime NOT NULL, "by_id" bigint NOT NULL REFERENCES "people_membership" ("id") DEFERRABLE INITIALLY DEFERRED, "conversation_id" bigint NOT NULL REFERENCES "conversations_conversation" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "draft_once" UNIQUE ("conversation_id", "by_id"));
INSERT INTO "delivery_draft" VALUES (1, 'We are looking into', '2026-11-23 02:00:00', 2, 4);
INSERT INTO "delivery_draft" VALUES (2, 'We are looking into', '2026-11-23 02:00:00', 3, 9);
CREATE TABLE "inbox_watchvisit" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "seen" bigint NOT NULL, "membership_id" bigint NOT NULL REFERENCES "people_membership" ("id") DEFERRABLE INITIALLY DEFERRED, "topic_id" bigint NOT NULL REFERENCES "listening_topic" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "watch_visit_once" UNIQUE ("membership_id", "topic_id"));
CREATE TABLE "listening_import" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(300) NOT NULL, "path" varchar(1000) NOT NULL, "mode" varchar(8) NOT NULL, "mapping" text NOT NULL CHECK ((JSON_VALID("mapping") OR "mapping" IS NULL)), "options" text NOT NULL CHECK ((JSON_VALID("options") OR "options" IS NULL)), "encoding" varchar(20) NOT NULL, "state" varchar(10) NOT NULL, "position" bigint NOT NULL, "total" bigint NOT NULL, "added" bigint NOT NULL, "duplicates" bigint NOT NULL, "bad" bigint NOT NULL, "warnings" text NOT NULL CHECK ((JSON_VALID("warnings") OR "warnings" IS NULL)), "message" text NOT NULL, "created_at" datetime NOT NULL, "finished_at" datetime NULL, "held_by" varchar(40) NOT NULL, "held_until" datetime NULL, "by_id" bigint NULL REFERENCES "people_membership" ("id") DEFERRABLE INITIALLY DEFERRED, "channel_id" bigint NOT NULL UNIQUE REFERENCES "listening_channel" ("id") DEFERRABLE INITIALLY DEFERRED, "workspace_id" bigint NOT NULL REFERENCES "people_workspace" ("id") DEFERRABLE INITIALLY DEFERRED, "reading_from" bigint NOT NULL, "reading_since" datetime NULL);
INSERT INTO "listening_import" VALUES (1, 'posts.csv', '/tmp/tmpauu492_6/home/files/imports/acme0/posts.csv', 'history', '{"text": "text", "id": "id", "posted": "date", "author": "author"}', '{"joined": "", "encoding": "utf-8", "zone": "UTC", "network": "", "dates": "ymd", "delimiter": ",", "format": "csv", "columns": ["id", "text", "author", "date"], "header": 1, "sheet": "", "preset": "", "exact": true, "bytes": 91}', 'utf-8', 'done', 2, 2, 1, 0, 1, '[]', '', '2026-11-23 02:00:00', '2026-11-23 02:00:00', '', NULL, 2, 2, 2, 0, '2026-11-23 02:00:00');
INSERT INTO "listening_import" VALUES (2, 'posts.csv', '/tmp/tmpauu492_6/home/files/imports/other0/posts.csv', 'history', '{"text": "text", "id": "id", "posted": "date", "author": "author"}', '{"joined": "", "encoding": "utf-8", "zone": "UTC", "network": "", "dates": "ymd", "delimiter": ",", "format": "csv", "columns": ["id", "text", "author", "date"], "header": 1, "sheet": "", "preset": "", "exact": true, "bytes": 91}', 'utf-8', 'done', 2, 2, 1, 0, 1, '[]', '', '2026-11-23 02:00:00', '2026-11-23 02:00:00', '', NULL, 3, 4, 3, 0, '2026-11-23 02:00:00');
CREATE TABLE "listening_post" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "network" varchar(40) NOT NULL, "canonical_id" varchar(1000) NOT NULL, "kind" varchar(12) NOT NULL, "parent_id" varchar(1000) NOT NULL, "thread_key" varchar(1000) NOT NULL, "is_repost" bool NOT NULL, "is_quote" bool NOT NULL, "addressed" bool NOT NULL, "ours" bool NOT NULL, "url" varchar(1000) NOT NULL, "country" varchar(2) NOT NULL, "lang" varchar(12) NOT NULL, "sentiment" varchar(12) NOT NULL, "intent" varchar(12) NOT NULL, "risk" smallint unsigned NOT NULL CHECK ("risk" >= 0), "posted_at" datetime NOT NULL, "precision" varchar(6) NOT NULL, "clamped" bool NOT NULL, "received_at" datetime NOT NULL, "matched_at" datetime NULL, "deleted_at" datetime NULL, "version" integer unsigned NOT NULL CHECK ("version" >= 0), "history" bool NOT NULL, "native" text NOT NULL CHECK ((JSON_VALID("native") OR "native" IS NULL)), "author_id" bigint NOT NULL REFERENCES "listening_author" ("id") DEFERRABLE INITIALLY DEFERRED, "channel_id" bigint NOT NULL REFERENCES "listening_channel" ("id") DEFERRABLE INITIALLY DEFERRED, "workspace_id" bigint NOT NULL REFERENCES "people_workspace" ("id") DEFERRABLE INITIALLY DEFERRED, "watch_only" bool NOT NULL, CONSTRAINT "post_once" UNIQUE ("workspace_id", "network", "canonical_id"));
INSERT INTO "listening_post" VALUES (1, 'testnet', 'test://post/0', 'post', '', 'test://post/0', 0, 0, 1, 0, '', '', 'und', 'neutral', 'other', 0, '2026-11-23 01:59:00', 'second', 0, '2026-11-23 02:00:00', NULL, NULL, 1, 0, '{}', 1, 1, 2, 0);
INSERT INTO "listening_post" VALUES (2, 'testnet', 'test://post/1', 'post', '', 'test://post/1', 0, 0, 1, 0, '', '', 'zh-Hant', 'neutral', 'other', 80, '2026-11-23 01:58:00', 'second', 0, '2026-11-23 02:00:00', '2026-11-23 02:00:00', NULL, 1, 0, '{}', 2, 1, 2, 0);
INSERT INTO "listening_post" VALUES (3, 'testnet', 'test://post/2', 'post', '', 'test://post/2', 0, 0, 1, 0, '', '', 'en', 'neutral', 'question', 0, '2026-11-23 01:57:00', 'second', 0, '2026-11-23 02:00:00', '2026-11-23 02:00:00', NULL, 1, 0, '{}', 3, 1, 2, 0);
INSERT INTO "listening_post" VALUES (4, 'testnet', 'test://post/3', 'post', '', 'test://post/3', 0, 0, 1, 0, '', '', 'und', 'positive', 'praise', 0, '2026-11-23 01:56:00', 'second', 0, '2026-11-23 02:00:00', '2026-11-23 02:00:00', NULL, 1, 0, '{}', 4, 1, 2, 0);
INSERT INTO "listening_post" VALUES (5, 'testnet', 'test://post/4', 'post', '', 'test://post/4', 0, 0, 0, 0, '', '', 'und', 'negative', 'other', 0, '2026-11-23 01:55:00', 'second', 0, '2026-11-23 02:00:00', '2026-11-23 02:00:00', NULL, 1, 0, '{}', 5, 1, 2, 0);
INSERT INTO "listening_post" VALUES (6, 'file', '1', 'post', '', '1', 0, 0, 0, 0, '', '', 'zh-Hant', 'positive', 'praise', 0, '2026-11-01 00:00:00', 'day', 0, '2026-11-23 02:00:00', NULL, NULL, 1, 1, '{}', 6, 2, 2, 0);
INSERT INTO "listening_post" VALUES (7, 'testnet', 'test://post/0', 'post', '', 'test://post/0', 0, 0, 1, 0, '', '', 'und', 'neutral', 'other', 0, '2026-11-23 01:59:00', 'second', 0, '2026-11-23 02:00:00', NULL, NULL, 1, 0, '{}', 7, 3, 3, 0);
INSERT INTO "listening_post" VALUES (8, 'testnet', 'test://post/1', 'post', '', 'test://post/1', 0, 0, 1, 0, '', '', 'zh-Hant', 'neutral', 'other', 80, '2026-11-23 01:58:00', 'second', 0, '2026-11-23 02:00:00', '2026-11-23 02:00:00', NULL, 1, 0, '{}', 8, 3, 3, 0);
INSERT INTO "listening_post" VALUES (9, 'testnet', 'test://post/2', 'post', '', 'test://post/2', 0, 0, 1, 0, '', '', 'en', 'neutral', 'question', 0, '2026-11-23 01:57:00', 'second', 0, '2026-11-23 02:00:00', '2026-11-23 02:00:00', NULL, 1, 0, '{}', 9, 3, 3, 0);
INSERT INTO "listening_post" VALUES (10, 'testnet', 'test://post/3', 'post', '', 'test://post/3', 0, 0, 1, 0, '', '', 'und', 'positive', 'praise', 0, '2026-11-23 01:56:00', 'second', 0, '2026-11-23 02:00:00', '2026-11-23 02:00:00', NULL, 1, 0, '{}', 10, 3, 3, 0);
INSERT INTO "listening_post" VALUES (11, 'testnet', 'test://post/4', 'post', '', 'test://post/4', 0, 0, 0, 0, '', '', 'und', 'negative', 'other', 0, '2026-11-23 01:55:00', 'second', 0, '2026-11-23 02:00:00', '2026-11-23 02:00:00', NULL, 1, 0, '{}', 11, 3, 3, 0);
INSERT INTO "listening_post" VALUES (12, 'file', '1', 'post', '', '1', 0, 0, 0, 0, '', '', 'zh-Hant', 'positive', 'praise', 0, '2026-11-01 00:00:00', 'day', 0, '2026-11-23 02:00:00', NULL, NULL, 1, 1, '{}', 12, 4, 3, 0);
CREATE TABLE "listening_topic" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(80) NOT NULL, "title" varchar(120) NOT NULL, "query" text NOT NULL, "brand" varchar(80) NOT NULL, "created_at" datetime NOT NULL, "changed_at" datetime NOT NULL, "archived_at" datetime NULL, "workspace_id" bigint NOT NULL REFERENCES "people_workspace" ("id") DEFERRABLE INITIALLY DEFERRED, "watch" bool NOT NULL, "watcher_id" bigint NULL REFERENCES "people_membership" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "listening_topic" VALUES (1, 'acme', 'Acme', 'acme OR Acme', '', '2026-11-23 02:00:00', '2026-11-23 02:00:00', NULL, 2, 0, NULL);
INSERT INTO "listening_topic" VALUES (2, 'acme', 'Acme', 'acme OR Acme', '', '2026-11-23 02:00:00', '2026-11-23 02:00:00', NULL, 3, 0, NULL);
CREATE TABLE "listening_lesson" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "version" integer unsigned NOT NULL CHECK ("version" >= 0), "kind" varchar(20) NOT NULL, "value" varchar(200) NOT NULL, "at" datetime NOT NULL, "by_id" bigint NOT NULL REFERENCES "people_membership" ("id") DEFERRABLE INITIALLY DEFERRED, "post_id" bigint NOT NULL REFERENCES "listening_post" ("id") DEFERRABLE INITIALLY DEFERRED, "workspace_id" bigint NOT NULL REFERENCES "people_workspace" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "lesson_once" UNIQUE ("post_id", "kind"));
CREATE TABLE "listening_gap" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "cause" varchar(8) NOT NULL, "from_at" datetime NOT NULL, "to_at" datetime NULL, "caught_up_at" datetime NULL, "filled" bool NULL, "why" text NOT NULL, "channel_id" bigint NOT NULL REFERENCES "listening_channel" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "planning_campaign" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(120) NOT NULL, "brand" varchar(80) NOT NULL, "market" varchar(80) NOT NULL, "starts_at" datetime NOT NULL, "ends_at" datetime NOT NULL, "message" varchar(300) NOT NULL, "promise" text NOT NULL, "not_to_say" text NOT NULL, "created_at" datetime NOT NULL, "changed_at" datetime NOT NULL, "archived_at" datetime NULL, "owner_id" bigint NOT NULL REFERENCES "people_membership" ("id") DEFERRABLE INITIALLY DEFERRED, "topic_id" bigint NULL REFERENCES "listening_topic" ("id") DEFERRABLE INITIALLY DEFERRED, "workspace_id" bigint NOT NULL REFERENCES "people_workspace" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "campaign_ends_later" CHECK ("ends_at" > ("starts_at")), CONSTRAINT "campaign_says_something" CHECK ((NOT ("name" = '') AND NOT ("message" = ''))));
CREATE TABLE "responsibility_decision" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "at" datetime NOT NULL, "cause" varchar(40) NOT NULL, "facts" text NOT NULL CHECK ((JSON_VALID("facts") OR "facts" IS NULL)), "result" text NOT NULL CHECK ((JSON_VALID("result") OR "result" IS NULL)), "road" text NOT NULL CHECK ((JSON_VALID("road") OR "road" IS NULL)), "conversation_id" bigint NOT NULL REFERENCES "conversations_conversation" ("id") DEFERRABLE INITIALLY DEFERRED, "policy_id" bigint NOT NULL REFERENCES "responsibility_policyversion" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "responsibility_decision" VALUES (1, '2026-11-23 02:00:00', 'new', '{"network":"testnet","channel":"Public","brand":"","market":"","kind":"post","lang":"und","sentiment":"neutral","intent":"other","risk":0,"followers":7,"topic":[],"tag":[],"is":["addressed"],"author":"author0","posted":"2026-11-23T01:59:00+00:00","turn_since":"2026-11-23T02:00:00+00:00"}', '{"rule":"其他對我們說的話","handling":"answer","accountable":{"role":"desk","person":"mei"},"responsible":"desk","consulted":[],"informed":[],"deadline":"2026-11-23T16:00:00+00:00","approve_by":[],"ladder":null,"on_duty":[],"covers":null,"gap":false,"trace":[{"step":"policy","policy":"個人，面向消費者"},{"step":"rule","rule":"危害事件優先","matched":false,"failed":[{"condition":"risk>=70","field":"risk","value":0}]},{"step":"rule","rule":"垃圾訊息只計數","matched":false,"failed":[{"condition":"intent:spam","field":"intent","value":"other"}]},{"step":"rule","rule":"客訴與提問","matched":false,"failed":[{"condition":"intent:(complaint OR question)","field":"intent","value":"other"}]},{"step":"rule","rule":"媒體詢問","matched":false,"failed":[{"condition":"intent:press","field":"intent","value":"other"}]},{"step":"rule","rule":"其他對我們說的話","matched":true,"when":"is:addressed"},{"step":"person","role":"desk","person":"mei","how":"backstop","on_duty":[],"open":false},{"step":"deadline","due":"2026-11-23T16:00:00+00:00","since":"2026-11-23T02:00:00+00:00","clock":"awake","clocks":[{"clock":"awake","minutes":480,"closed":360,"waits":[{"from":"2026-11-23T02:00:00+00:00","to":"2026-11-23T08:00:00+00:00"}],"due":"2026-11-23T16:00:00+00:00"}],"role":"desk","on_duty":["mei"],"gap":false}],"covering":null,"asked":null}', '[["thread","belongs to a conversation"],["decide","answer: 其他對我們說的話"]]', 1, 1);
INSERT INTO "responsibility_decision" VALUES (2, '2026-11-23 02:00:00', 'new', '{"network":"testnet","channel":"Public","brand":"","market":"","kind":"post","lang":"zh-Hant","sentiment":"neutral","intent":"other","risk":80,"followers":7,"topic":["acme"],"tag":[],"is":["addressed"],"author":"author1","posted":"2026-11-23T01:58:00+00:00","turn_since":"2026-11-23T02:00:00+00:00"}', '{"rule":"危害事件優先","handling":"answer","accountable":{"role":"desk","person":"mei"},"responsible":"desk","consulted":[],"informed":[],"deadline":"2026-11-23T08:30:00+00:00","approve_by":[],"ladder":"again","on_duty":[],"covers":null,"gap":false,"trace":[{"step":"policy","policy":"個人，面向消費者"},{"step":"rule","rule":"危害事件優先","matched":true,"when":"risk>=70"},{"step":"person","role":"desk","person":"mei","how":"backstop","on_duty":[],"open":false},{"step":"deadline","due":"2026-11-23T08:30:00+00:00","since":"2026-11-23T02:00:00+00:00","clock":"awake","clocks":[{"clock":"awake","minutes":30,"closed":360,"waits":[{"from":"2026-11-23T02:00:00+00:00","to":"2026-11-23T08:00:00+00:00"}],"due":"2026-11-23T08:30:00+00:00"}],"role":"desk","on_duty":["mei"],"gap":false}],"covering":null,"asked":null}', '[["thread","belongs to a conversation"],["decide","answer: 危害事件優先"]]', 2, 1);
INSERT INTO "responsibility_decision" VALUES (3, '2026-11-23 02:00:00', 'new', '{"network":"testnet","channel":"Public","brand":"","market":"","kind":"post","lang":"en","sentiment":"neutral","intent":"question","risk":0,"followers":7,"topic":["acme"],"tag":[],"is":["addressed","question"],"author":"author2","posted":"2026-11-23T01:57:00+00:00","has":["image","media"],"turn_since":"2026-11-23T02:00:00+00:00"}', '{"rule":"客訴與提問","handling":"answer","accountable":{"role":"desk","person":"mei"},"responsible":"desk","consulted":[],"informed":[],"deadline":"2026-11-23T10:00:00+00:00","approve_by":[],"ladder":null,"on_duty":[],"covers":null,"gap":false,"trace":[{"step":"policy","policy":"個人，面向消費者"},{"step":"rule","rule":"危害事件優先","matched":false,"failed":[{"condition":"risk>=70","field":"risk","value":0}]},{"step":"rule","rule":"垃圾訊息只計數","matched":false,"failed":[{"condition":"intent:spam","field":"intent","value":"question"}]},{"step":"rule","rule":"客訴與提問","matched":true,"when":"is:addressed AND intent:(complaint OR question)"},{"step":"person","role":"desk","person":"mei","how":"backstop","on_duty":[],"open":false},{"step":"deadline","due":"2026-11-23T10:00:00+00:00","since":"2026-11-23T02:00:00+00:00","clock":"awake","clocks":[{"clock":"awake","minutes":120,"closed":360,"waits":[{"from":"2026-11-23T02:00:00+00:00","to":"2026-11-23T08:00:00+00:00"}],"due":"2026-11-23T10:00:00+00:00"}],"role":"desk","on_duty":["mei"],"gap":false}],"covering":null,"asked":null}', '[["thread","belongs to a conversation"],["decide","answer: 客訴與提問"]]', 3, 1);
INSERT INTO "responsibility_decision" VALUES (4, '2026-11-23 02:00:00', 'new', '{"network":"testnet","channel":"Public","brand":"","market":"","kind":"post","lang":"und","sentiment":"positive","intent":"praise","risk":0,"followers":7,"topic":["acme"],"tag":[],"is":["addressed"],"author":"author3","posted":"2026-11-23T01:56:00+00:00","turn_since":"2026-11-23T02:00:00+00:00"}', '{"rule":"其他對我們說的話","handling":"answer","accountable":{"role":"desk","person":"mei"},"responsible":"desk","consulted":[],"informed":[],"deadline":"2026-11-23T16:00:00+00:00","approve_by":[],"ladder":null,"on_duty":[],"covers":null,"gap":false,"trace":[{"step":"policy","policy":"個人，面向消費者"},{"step":"rule","rule":"危害事件優先","matched":false,"failed":[{"condition":"risk>=70","field":"risk","value":0}]},{"step":"rule","rule":"垃圾訊息只計數","matched":false,"failed":[{"condition":"intent:spam","field":"intent","value":"praise"}]},{"step":"rule","rule":"客訴與提問","matched":false,"failed":[{"condition":"intent:(complaint OR question)","field":"intent","value":"praise"}]},{"step":"rule","rule":"媒體詢問","matched":false,"failed":[{"condition":"intent:press","field":"intent","value":"praise"}]},{"step":"rule","rule":"其他對我們說的話","matched":true,"when":"is:addressed"},{"step":"person","role":"desk","person":"mei","how":"backstop","on_duty":[],"open":false},{"step":"deadline","due":"2026-11-23T16:00:00+00:00","since":"2026-11-23T02:00:00+00:00","clock":"awake","clocks":[{"clock":"awake","minutes":480,"closed":360,"waits":[{"from":"2026-11-23T02:00:00+00:00","to":"2026-11-23T08:00:00+00:00"}],"due":"2026-11-23T16:00:00+00:00"}],"role":"desk","on_duty":["mei"],"gap":false}],"covering":null,"asked":null}', '[["thread","belongs to a conversation"],["decide","answer: 其他對我們說的話"]]', 4, 1);
INSERT INTO "responsibility_decision" VALUES (5, '2026-11-23 02:00:00', 'new', '{"network":"testnet","channel":"Public","brand":"","market":"","kind":"post","lang":"und","sentiment":"neutral","intent":"other","risk":0,"followers":7,"topic":["acme"],"tag":[],"is":[],"author":"author4","posted":"2026-11-23T01:55:00+00:00","turn_since":"2026-11-23T02:00:00+00:00"}', '{"rule":"不是對我們說的","handling":"watch","accountable":{"role":"desk","person":"mei"},"responsible":"desk","consulted":[],"informed":[],"deadline":null,"approve_by":[],"ladder":null,"on_duty":[],"covers":null,"gap":false,"trace":[{"step":"policy","policy":"個人，面向消費者"},{"step":"rule","rule":"危害事件優先","matched":false,"failed":[{"condition":"risk>=70","field":"risk","value":0}]},{"step":"rule","rule":"垃圾訊息只計數","matched":false,"failed":[{"condition":"intent:spam","field":"intent","value":"other"}]},{"step":"rule","rule":"客訴與提問","matched":false,"failed":[{"condition":"is:addressed","field":"is","value":[]},{"condition":"intent:(complaint OR question)","field":"intent","value":"other"}]},{"step":"rule","rule":"媒體詢問","matched":false,"failed":[{"condition":"intent:press","field":"intent","value":"other"}]},{"step":"rule","rule":"其他對我們說的話","matched":false,"failed":[{"condition":"is:addressed","field":"is","value":[]}]},{"step":"rule","rule":"不是對我們說的","matched":true,"when":"NOT is:addressed"},{"step":"person","role":"desk","person":"mei","how":"backstop","on_duty":[],"open":false},{"step":"deadline","due":null,"why":"handling"}],"covering":null,"asked":null}', '[["thread","belongs to a conversation"],["decide","watch: 不是對我們說的"]]', 5, 1);
INSERT INTO "responsibility_decision" VALUES (6, '2026-11-23 02:00:00', 'tag', '{"network":"testnet","channel":"Public","brand":"","market":"","kind":"post","lang":"und","sentiment":"neutral","intent":"other","risk":0,"followers":7,"topic":["acme"],"tag":["refund"],"is":[],"author":"author4","posted":"2026-11-23T01:55:00+00:00","turn_since":"2026-11-23T02:00:00+00:00"}', '{"rule":"不是對我們說的","handling":"watch","accountable":{"role":"desk","person":"mei"},"responsible":"desk","consulted":[],"informed":[],"deadline":null,"approve_by":[],"ladder":null,"on_duty":[],"covers":null,"gap":false,"trace":[{"step":"policy","policy":"個人，面向消費者"},{"step":"rule","rule":"危害事件優先","matched":false,"failed":[{"condition":"risk>=70","field":"risk","value":0}]},{"step":"rule","rule":"垃圾訊息只計數","matched":false,"failed":[{"condition":"intent:spam","field":"intent","value":"other"}]},{"step":"rule","rule":"客訴與提問","matched":false,"failed":[{"condition":"is:addressed","field":"is","value":[]},{"condition":"intent:(complaint OR question)","field":"intent","value":"other"}]},{"step":"rule","rule":"媒體詢問","matched":false,"failed":[{"condition":"intent:press","field":"intent","value":"other"}]},{"step":"rule","rule":"其他對我們說的話","matched":false,"failed":[{"condition":"is:addressed","field":"is","value":[]}]},{"step":"rule","rule":"不是對我們說的","matched":true,"when":"NOT is:addressed"},{"step":"person","role":"desk","person":"mei","how":"backstop","on_duty":[],"open":false},{"step":"deadline","due":null,"why":"handling"}],"covering":null,"asked":null}', '[]', 5, 1);
INSERT INTO "responsibility_decision" VALUES (7, '2026-11-23 08:18:26.456370', 'correction', '{"network":"testnet","channel":"Public","brand":"","market":"","kind":"post","lang":"und","sentiment":"negative","intent":"other","risk":0,"followers":7,"topic":["acme"],"tag":["refund"],"is":[],"author":"author4","posted":"2026-11-23T01:55:00+00:00","turn_since":"2026-11-23T02:00:00+00:00"}', '{"rule":"不是對我們說的","handling":"watch","accountable":{"role":"desk","person":"mei"},"responsible":"desk","consulted":[],"informed":[],"deadline":null,"approve_by":[],"ladder":null,"on_duty":["mei"],"covers":"mei","gap":false,"trace":[{"step":"policy","policy":"個人，面向消費者"},{"step":"rule","rule":"危害事件優先","matched":false,"failed":[{"condition":"risk>=70","field":"risk","value":0}]},{"step":"rule","rule":"垃圾訊息只計數","matched":false,"failed":[{"condition":"intent:spam","field":"intent","value":"other"}]},{"step":"rule","rule":"客訴與提問","matched":false,"failed":[{"condition":"is:addressed","field":"is","value":[]},{"condition":"intent:(complaint OR question)","field":"intent","value":"other"}]},{"step":"rule","rule":"媒體詢問","matched":false,"failed":[{"condition":"intent:press","field":"intent","value":"other"}]},{"step":"rule","rule":"其他對我們說的話","matched":false,"failed":[{"condition":"is:addressed","field":"is","value":[]}]},{"step":"rule","rule":"不是對我們說的","matched":true,"when":"NOT is:addressed"},{"step":"person","role":"desk","person":"mei","how":"kept","on_duty":["mei"]},{"step":"deadline","due":null,"why":"handling"}],"covering":null,"asked":null}', '[]', 5, 1);
INSERT INTO "responsibility_decision" VALUES (8, '2026-11-23 02:00:00', 'policy', '{"network":"testnet","channel":"Public","brand":"","market":"","kind":"post","lang":"und","sentiment":"neutral","intent":"other","risk":0,"followers":7,"topic":[],"tag":[],"is":["addressed"],"author":"author0","posted":"2026-11-23T01:59:00+00:00","turn_since":"2026-11-23T02:00:00+00:00"}', '{"rule":"All else that addresses us","handling":"answer","accountable":{"role":"desk","person":"mei"},"responsible":"desk","consulted":[],"informed":[],"deadline":"2026-11-23T10:00:00+00:00","approve_by":[],"ladder":null,"on_duty":["mei"],"covers":"mei","gap":false,"trace":[{"step":"policy","policy":"Solo, selling to consumers"},{"step":"rule","rule":"Harm first","matched":false,"failed":[{"condition":"risk>=70","field":"risk","value":0}]},{"step":"rule","rule":"Spam is only counted","matched":false,"failed":[{"condition":"intent:spam","field":"intent","value":"other"}]},{"step":"rule","rule":"Complaints and questions","matched":false,"failed":[{"condition":"intent:(complaint OR question)","field":"intent","value":"other"}]},{"step":"rule","rule":"Press","matched":false,"failed":[{"condition":"intent:press","field":"intent","value":"other"}]},{"step":"rule","rule":"All else that addresses us","matched":true,"when":"is:addressed"},{"step":"person","role":"desk","person":"mei","how":"kept","on_duty":["mei"]},{"step":"deadline","due":"2026-11-23T10:00:00+00:00","since":"2026-11-23T02:00:00+00:00","clock":"awake","clocks":[{"clock":"awake","minutes":480,"closed":0,"waits":[],"due":"2026-11-23T10:00:00+00:00"}],"role":"desk","on_duty":["mei"],"gap":false}],"covering":null,"asked":null}', '[]', 1, 2);
INSERT INTO "responsibility_decision" VALUES (9, '2026-11-23 02:00:00', 'policy', '{"network":"testnet","channel":"Public","brand":"","market":"","kind":"post","lang":"zh-Hant","sentiment":"neutral","intent":"other","risk":80,"followers":7,"topic":["acme"],"tag":[],"is":["addressed"],"author":"author1","posted":"2026-11-23T01:58:00+00:00","turn_since":"2026-11-23T02:00:00+00:00"}', '{"rule":"Harm first","handling":"answer","accountable":{"role":"desk","person":"mei"},"responsible":"desk","consulted":[],"informed":[],"deadline":"2026-11-23T02:30:00+00:00","approve_by":[],"ladder":"again","on_duty":["mei"],"covers":"mei","gap":false,"trace":[{"step":"policy","policy":"Solo, selling to consumers"},{"step":"rule","rule":"Harm first","matched":true,"when":"risk>=70"},{"step":"person","role":"desk","person":"mei","how":"kept","on_duty":["mei"]},{"step":"deadline","due":"2026-11-23T02:30:00+00:00","since":"2026-11-23T02:00:00+00:00","clock":"awake","clocks":[{"clock":"awake","minutes":30,"closed":0,"waits":[],"due":"2026-11-23T02:30:00+00:00"}],"role":"desk","on_duty":["mei"],"gap":false}],"covering":null,"asked":null}', '[]', 2, 2);
INSERT INTO "responsibility_decision" VALUES (10, '2026-11-23 02:00:00', 'policy', '{"network":"testnet","channel":"Public","brand":"","market":"","kind":"post","lang":"en","sentiment":"neutral","intent":"question","risk":0,"followers":7,"topic":["acme"],"tag":[],"is":["addressed","question"],"author":"author2","posted":"2026-11-23T01:57:00+00:00","has":["image","media"],"turn_since":"2026-11-23T02:00:00+00:00"}', '{"rule":"Complaints and questions","handling":"answer","accountable":{"role":"desk","person":"mei"},"responsible":"desk","consulted":[],"informed":[],"deadline":"2026-11-23T04:00:00+00:00","approve_by":[],"ladder":null,"on_duty":["mei"],"covers":"mei","gap":false,"trace":[{"step":"policy","policy":"Solo, selling to consumers"},{"step":"rule","rule":"Harm first","matched":false,"failed":[{"condition":"risk>=70","field":"risk","value":0}]},{"step":"rule","rule":"Spam is only counted","matched":false,"failed":[{"condition":"intent:spam","field":"intent","value":"question"}]},{"step":"rule","rule":"Complaints and questions","matched":true,"when":"is:addressed AND intent:(complaint OR question)"},{"step":"person","role":"desk","person":"mei","how":"kept","on_duty":["mei"]},{"step":"deadline","due":"2026-11-23T04:00:00+00:00","since":"2026-11-23T02:00:00+00:00","clock":"awake","clocks":[{"clock":"awake","minutes":120,"closed":0,"waits":[],"due":"2026-11-23T04:00:00+00:00"}],"role":"desk","on_duty":["mei"],"gap":false}],"covering":null,"asked":null}', '[]', 3, 2);
INSERT INTO "responsibility_decision" VALUES (11, '2026-11-23 02:00:00', 'policy', '{"network":"testnet","channel":"Public","brand":"","market":"","kind":"post","lang":"und","sentiment":"positive","intent":"praise","risk":0,"followers":7,"topic":["acme"],"tag":[],"is":["addressed"],"author":"author3","posted":"2026-11-23T01:56:00+00:00","turn_since":"2026-11-23T02:00:00+00:00"}', '{"rule":"All else that addresses us","handling":"answer","accountable":{"role":"desk","person":"mei"},"responsible":"desk","consulted":[],"informed":[],"deadline":"2026-11-23T10:00:00+00:00","approve_by":[],"ladder":null,"on_duty":["mei"],"covers":"mei","gap":false,"trace":[{"step":"policy","policy":"Solo, selling to consumers"},{"step":"rule","rule":"Harm first","matched":false,"failed":[{"condition":"risk>=70","field":"risk","value":0}]},{"step":"rule","rule":"Spam is only counted","matched":false,"failed":[{"condition":"intent:spam","field":"intent","value":"praise"}]},{"step":"rule","rule":"Complaints and questions","matched":false,"failed":[{"condition":"intent:(complaint OR question)","field":"intent","value":"praise"}]},{"step":"rule","rule":"Press","matched":false,"failed":[{"condition":"intent:press","field":"intent","value":"praise"}]},{"step":"rule","rule":"All else that addresses us","matched":true,"when":"is:addressed"},{"step":"person","role":"desk","person":"mei","how":"kept","on_duty":["mei"]},{"step":"deadline","due":"2026-11-23T10:00:00+00:00","since":"2026-11-23T02:00:00+00:00","clock":"awake","clocks":[{"clock":"awake","minutes":480,"closed":0,"waits":[],"due":"2026-11-23T10:00:00+00:00"}],"role":"desk","on_duty":["mei"],"gap":false}],"covering":null,"asked":null}', '[]', 4, 2);
INSERT INTO "responsibility_decision" VALUES (12, '2026-11-23 02:00:00', 'policy', '{"network":"testnet","channel":"Public","brand":"","market":"","kind":"post","lang":"und","sentiment":"negative","intent":"other","risk":0,"followers":7,"topic":["acme"],"tag":["refund"],"is":[],"author":"author4","posted":"2026-11-23T01:55:00+00:00","turn_since":"2026-11-23T02:00:00+00:00"}', '{"rule":"Not addressed to us","handling":"watch","accountable":{"role":"desk","person":"mei"},"responsible":"desk","consulted":[],"informed":[],"deadline":null,"approve_by":[],"ladder":null,"on_duty":["mei"],"covers":"mei","gap":false,"trace":[{"step":"policy","policy":"Solo, selling to consumers"},{"step":"rule","rule":"Harm first","matched":false,"failed":[{"condition":"risk>=70","field":"risk","value":0}]},{"step":"rule","rule":"Spam is only counted","matched":false,"failed":[{"condition":"intent:spam","field":"intent","value":"other"}]},{"step":"rule","rule":"Complaints and questions","matched":false,"failed":[{"condition":"is:addressed","field":"is","value":[]},{"condition":"intent:(complaint OR question)","field":"intent","value":"other"}]},{"step":"rule","rule":"Press","matched":false,"failed":[{"condition":"intent:press","field":"intent","value":"other"}]},{"step":"rule","rule":"All else that addresses us","matched":false,"failed":[{"condition":"is:addressed","field":"is","value":[]}]},{"step":"rule","rule":"Not addressed to us","matched":true,"when":"NOT is:addressed"},{"step":"person","role":"desk","person":"mei","how":"kept","on_duty":["mei"]},{"step":"deadline","due":null,"why":"handling"}],"covering":null,"asked":null}', '[]', 5, 2);
INSERT INTO "responsibility_decision" VALUES (13, '2026-11-23 02:00:00', 'new', '{"network":"testnet","channel":"Public","brand":"","market":"","kind":"post","lang":"und","sentiment":"neutral","intent":"other","risk":0,"followers":7,"topic":[],"tag":[],"is":["addressed"],"author":"author0","posted":"2026-11-23T01:59:00+00:00","turn_since":"2026-11-23T02:00:00+00:00"}', '{"rule":"All else that addresses us","handling":"answer","accountable":{"role":"desk","person":"zoe"},"responsible":"desk","consulted":[],"informed":[],"deadline":"2026-11-23T16:00:00+00:00","approve_by":[],"ladder":null,"on_duty":[],"covers":null,"gap":false,"trace":[{"step":"policy","policy":"Solo, selling to consumers"},{"step":"rule","rule":"Harm first","matched":false,"failed":[{"condition":"risk>=70","field":"risk","value":0}]},{"step":"rule","rule":"Spam is only counted","matched":false,"failed":[{"condition":"intent:spam","field":"intent","value":"other"}]},{"step":"rule","rule":"Complaints and questions","matched":false,"failed":[{"condition":"intent:(complaint OR question)","field":"intent","value":"other"}]},{"step":"rule","rule":"Press","matched":false,"failed":[{"condition":"intent:press","field":"intent","value":"other"}]},{"step":"rule","rule":"All else that addresses us","matched":true,"when":"is:addressed"},{"step":"person","role":"desk","person":"zoe","how":"backstop","on_duty":[],"open":false},{"step":"deadline","due":"2026-11-23T16:00:00+00:00","since":"2026-11-23T02:00:00+00:00","clock":"awake","clocks":[{"clock":"awake","minutes":480,"closed":360,"waits":[{"from":"2026-11-23T02:00:00+00:00","to":"2026-11-23T08:00:00+00:00"}],"due":"2026-11-23T16:00:00+00:00"}],"role":"desk","on_duty":["zoe"],"gap":false}],"covering":null,"asked":null}', '[["thread","belongs to a conversation"],["decide","answer: All else that addresses us"]]', 6, 3);
INSERT INTO "responsibility_decision" VALUES (14, '2026-11-23 02:00:00', 'new', '{"network":"testnet","channel":"Public","brand":"","market":"","kind":"post","lang":"zh-Hant","sentiment":"neutral","intent":"other","risk":80,"followers":7,"topic":["acme"],"tag":[],"is":["addressed"],"author":"author1","posted":"2026-11-23T01:58:00+00:00","turn_since":"2026-11-23T02:00:00+00:00"}', '{"rule":"Harm first","handling":"answer","accountable":{"role":"desk","person":"zoe"},"responsible":"desk","consulted":[],"informed":[],"deadline":"2026-11-23T08:30:00+00:00","approve_by":[],"ladder":"again","on_duty":[],"covers":null,"gap":false,"trace":[{"step":"policy","policy":"Solo, selling to consumers"},{"step":"rule","rule":"Harm first","matched":true,"when":"risk>=70"},{"step":"person","role":"desk","person":"zoe","how":"backstop","on_duty":[],"open":false},{"step":"deadline","due":"2026-11-23T08:30:00+00:00","since":"2026-11-23T02:00:00+00:00","clock":"awake","clocks":[{"clock":"awake","minutes":30,"closed":360,"waits":[{"from":"2026-11-23T02:00:00+00:00","to":"2026-11-23T08:00:00+00:00"}],"due":"2026-11-23T08:30:00+00:00"}],"role":"desk","on_duty":["zoe"],"gap":false}],"covering":null,"asked":null}', '[["thread","belongs to a conversation"],["decide","answer: Harm first"]]', 7, 3);
INSERT INTO "responsibility_decision" VALUES (15, '2026-11-23 02:00:00', 'new', '{"network":"testnet","channel":"Public","brand":"","market":"","kind":"post","lang":"en","sentiment":"neutral","intent":"question","risk":0,"followers":7,"topic":["acme"],"tag":[],"is":["addressed","question"],"author":"author2","posted":"2026-11-23T01:57:00+00:00","has":["image","media"],"turn_since":"2026-11-23T02:00:00+00:00"}', '{"rule":"Complaints and questions","handling":"answer","accountable":{"role":"desk","person":"zoe"},"responsible":"desk","consulted":[],"informed":[],"deadline":"2026-11-23T10:00:00+00:00","approve_by":[],"ladder":null,"on_duty":[],"covers":null,"gap":false,"trace":[{"step":"policy","policy":"Solo, selling to consumers"},{"step":"rule","rule":"Harm first","matched":false,"failed":[{"condition":"risk>=70","field":"risk","value":0}]},{"step":"rule","rule":"Spam is only counted","matched":false,"failed":[{"condition":"intent:spam","field":"intent","value":"question"}]},{"step":"rule","rule":"Complaints and questions","matched":true,"when":"is:addressed AND intent:(complaint OR question)"},{"step":"person","role":"desk","person":"zoe","how":"backstop","on_duty":[],"open":false},{"step":"deadline","due":"2026-11-23T10:00:00+00:00","since":"2026-11-23T02:00:00+00:00","clock":"awake","clocks":[{"clock":"awake","minutes":120,"closed":360,"waits":[{"from":"2026-11-23T02:00:00+00:00","to":"2026-11-23T08:00:00+00:00"}],"due":"2026-11-23T10:00:00+00:00"}],"role":"desk","on_duty":["zoe"],"gap":false}],"covering":null,"asked":null}', '[["thread","belongs to a conversation"],["decide","answer: Complaints and questions"]]', 8, 3);
INSERT INTO "responsibility_decision" VALUES (16, '2026-11-23 02:00:00', 'new', '{"network":"testnet","channel":"Public","brand":"","market":"","kind":"post","lang":"und","sentiment":"positive","intent":"praise","risk":0,"followers":7,"topic":["acme"],"tag":[],"is":["addressed"],"author":"author3","posted":"2026-11-23T01:56:00+00:00","turn_since":"2026-11-23T02:00:00+00:00"}', '{"rule":"All else that addresses us","handling":"answer","accountable":{"role":"desk","person":"zoe"},"responsible":"desk","consulted":[],"informed":[],"deadline":"2026-11-23T16:00:00+00:00","approve_by":[],"ladder":null,"on_duty":[],"covers":null,"gap":false,"trace":[{"step":"policy","policy":"Solo, selling to consumers"},{"step":"rule","rule":"Harm first","matched":false,"failed":[{"condition":"risk>=70","field":"risk","value":0}]},{"step":"rule","rule":"Spam is only counted","matched":false,"failed":[{"condition":"intent:spam","field":"intent","value":"praise"}]},{"step":"rule","rule":"Complaints and questions","matched":false,"failed":[{"condition":"intent:(complaint OR question)","field":"intent","value":"praise"}]},{"step":"rule","rule":"Press","matched":false,"failed":[{"condition":"intent:press","field":"intent","value":"praise"}]},{"step":"rule","rule":"All else that addresses us","matched":true,"when":"is:addressed"},{"step":"person","role":"desk","person":"zoe","how":"backstop","on_duty":[],"open":false},{"step":"deadline","due":"2026-11-23T16:00:00+00:00","since":"2026-11-23T02:00:00+00:00","clock":"awake","clocks":[{"clock":"awake","minutes":480,"closed":360,"waits":[{"from":"2026-11-23T02:00:00+00:00","to":"2026-11-23T08:00:00+00:00"}],"due":"2026-11-23T16:00:00+00:00"}],"role":"desk","on_duty":["zoe"],"gap":false}],"covering":null,"asked":null}', '[["thread","belongs to a conversation"],["decide","answer: All else that addresses us"]]', 9, 3);
INSERT INTO "responsibility_decision" VALUES (17, '2026-11-23 02:00:00', 'new', '{"network":"testnet","channel":"Public","brand":"","market":"","kind":"post","lang":"und","sentiment":"neutral","intent":"other","risk":0,"followers":7,"topic":["acme"],"tag":[],"is":[],"author":"author4","posted":"2026-11-23T01:55:00+00:00","turn_since":"2026-11-23T02:00:00+00:00"}', '{"rule":"Not addressed to us","handling":"watch","accountable":{"role":"desk","person":"zoe"},"responsible":"desk","consulted":[],"informed":[],"deadline":null,"approve_by":[],"ladder":null,"on_duty":[],"covers":null,"gap":false,"trace":[{"step":"policy","policy":"Solo, selling to consumers"},{"step":"rule","rule":"Harm first","matched":false,"failed":[{"condition":"risk>=70","field":"risk","value":0}]},{"step":"rule","rule":"Spam is only counted","matched":false,"failed":[{"condition":"intent:spam","field":"intent","value":"other"}]},{"step":"rule","rule":"Complaints and questions","matched":false,"failed":[{"condition":"is:addressed","field":"is","value":[]},{"condition":"intent:(complaint OR question)","field":"intent","value":"other"}]},{"step":"rule","rule":"Press","matched":false,"failed":[{"condition":"intent:press","field":"intent","value":"other"}]},{"step":"rule","rule":"All else that addresses us","matched":false,"failed":[{"condition":"is:addressed","field":"is","value":[]}]},{"step":"rule","rule":"Not addressed to us","matched":true,"when":"NOT is:addressed"},{"step":"person","role":"desk","person":"zoe","how":"backstop","on_duty":[],"open":false},{"step":"deadline","due":null,"why":"handling"}],"covering":null,"asked":null}', '[["thread","belongs to a conversation"],["decide","watch: Not addressed to us"]]', 10, 3);
INSERT INTO "responsibility_decision" VALUES (18, '2026-11-23 02:00:00', 'tag', '{"network":"testnet","channel":"Public","brand":"","market":"","kind":"post","lang":"und","sentiment":"neutral","intent":"other","risk":0,"followers":7,"topic":["acme"],"tag":["refund"],"is":[],"author":"author4","posted":"2026-11-23T01:55:00+00:00","turn_since":"2026-11-23T02:00:00+00:00"}', '{"rule":"Not addressed to us","handling":"watch","accountable":{"role":"desk","person":"zoe"},"responsible":"desk","consulted":[],"informed":[],"deadline":null,"approve_by":[],"ladder":null,"on_duty":[],"covers":null,"gap":false,"trace":[{"step":"policy","policy":"Solo, selling to consumers"},{"step":"rule","rule":"Harm first","matched":false,"failed":[{"condition":"risk>=70","field":"risk","value":0}]},{"step":"rule","rule":"Spam is only counted","matched":false,"failed":[{"condition":"intent:spam","field":"intent","value":"other"}]},{"step":"rule","rule":"Complaints and questions","matched":false,"failed":[{"condition":"is:addressed","field":"is","value":[]},{"condition":"intent:(complaint OR question)","field":"intent","value":"other"}]},{"step":"rule","rule":"Press","matched":false,"failed":[{"condition":"intent:press","field":"intent","value":"other"}]},{"step":"rule","rule":"All else that addresses us","matched":false,"failed":[{"condition":"is:addressed","field":"is","value":[]}]},{"step":"rule","rule":"Not addressed to us","matched":true,"when":"NOT is:addressed"},{"step":"person","role":"desk","person":"zoe","how":"backstop","on_duty":[],"open":false},{"step":"deadline","due":null,"why":"handling"}],"covering":null,"asked":null}', '[]', 10, 3);
INSERT INTO "responsibility_decision" VALUES (19, '2026-11-23 08:18:26.557475', 'correction', '{"network":"testnet","channel":"Public","brand":"","market":"","kind":"post","lang":"und","sentiment":"negative","intent":"other","risk":0,"followers":7,"topic":["acme"],"tag":["refund"],"is":[],"author":"author4","posted":"2026-11-23T01:55:00+00:00","turn_since":"2026-11-23T02:00:00+00:00"}', '{"rule":"Not addressed to us","handling":"watch","accountable":{"role":"desk","person":"zoe"},"responsible":"desk","consulted":[],"informed":[],"deadline":null,"approve_by":[],"ladder":null,"on_duty":["zoe"],"covers":"zoe","gap":false,"trace":[{"step":"policy","policy":"Solo, selling to consumers"},{"step":"rule","rule":"Harm first","matched":false,"failed":[{"condition":"risk>=70","field":"risk","value":0}]},{"step":"rule","rule":"Spam is only counted","matched":false,"failed":[{"condition":"intent:spam","field":"intent","value":"other"}]},{"step":"rule","rule":"Complaints and questions","matched":false,"failed":[{"condition":"is:addressed","field":"is","value":[]},{"condition":"intent:(complaint OR question)","field":"intent","value":"other"}]},{"step":"rule","rule":"Press","matched":false,"failed":[{"condition":"intent:press","field":"intent","value":"other"}]},{"step":"rule","rule":"All else that addresses us","matched":false,"failed":[{"condition":"is:addressed","field":"is","value":[]}]},{"step":"rule","rule":"Not addressed to us","matched":true,"when":"NOT is:addressed"},{"step":"person","role":"desk","person":"zoe","how":"kept","on_duty":["zoe"]},{"step":"deadline","due":null,"why":"handling"}],"covering":null,"asked":null}', '[]', 10, 3);
INSERT INTO "responsibility_decision" VALUES (20, '2026-11-23 02:00:00', 'policy', '{"network":"testnet","channel":"Public","brand":"","market":"","kind":"post","lang":"und","sentiment":"neutral","intent":"other","risk":0,"followers":7,"topic":[],"tag":[],"is":["addressed"],"author":"author0","posted":"2026-11-23T01:59:00+00:00","turn_since":"2026-11-23T02:00:00+00:00"}', '{"rule":"All else that addresses us","handling":"answer","accountable":{"role":"desk","person":"mei"},"responsible":"desk","consulted":[],"informed":[],"deadline":"2026-11-23T10:00:00+00:00","approve_by":[],"ladder":null,"on_duty":["mei"],"covers":"mei","gap":false,"trace":[{"step":"policy","policy":"Solo, selling to consumers"},{"step":"rule","rule":"Harm first","matched":false,"failed":[{"condition":"risk>=70","field":"risk","value":0}]},{"step":"rule","rule":"Spam is only counted","matched":false,"failed":[{"condition":"intent:spam","field":"intent","value":"other"}]},{"step":"rule","rule":"Complaints and questions","matched":false,"failed":[{"condition":"intent:(complaint OR question)","field":"intent","value":"other"}]},{"step":"rule","rule":"Press","matched":false,"failed":[{"condition":"intent:press","field":"intent","value":"other"}]},{"step":"rule","rule":"All else that addresses us","matched":true,"when":"is:addressed"},{"step":"person","role":"desk","person":"mei","how":"alone","on_duty":["mei"]},{"step":"deadline","due":"2026-11-23T10:00:00+00:00","since":"2026-11-23T02:00:00+00:00","clock":"awake","clocks":[{"clock":"awake","minutes":480,"closed":0,"waits":[],"due":"2026-11-23T10:00:00+00:00"}],"role":"desk","on_duty":["mei"],"gap":false}],"covering":null,"asked":null}', '[]', 6, 4);
INSERT INTO "responsibility_decision" VALUES (21, '2026-11-23 02:00:00', 'policy', '{"network":"testnet","channel":"Public","brand":"","market":"","kind":"post","lang":"zh-Hant","sentiment":"neutral","intent":"other","risk":80,"followers":7,"topic":["acme"],"tag":[],"is":["addressed"],"author":"author1","posted":"2026-11-23T01:58:00+00:00","turn_since":"2026-11-23T02:00:00+00:00"}', '{"rule":"Harm first","handling":"answer","accountable":{"role":"desk","person":"mei"},"responsible":"desk","consulted":[],"informed":[],"deadline":"2026-11-23T02:30:00+00:00","approve_by":[],"ladder":"again","on_duty":["mei"],"covers":"mei","gap":false,"trace":[{"step":"policy","policy":"Solo, selling to consumers"},{"step":"rule","rule":"Harm first","matched":true,"when":"risk>=70"},{"step":"person","role":"desk","person":"mei","how":"alone","on_duty":["mei"]},{"step":"deadline","due":"2026-11-23T02:30:00+00:00","since":"2026-11-23T02:00:00+00:00","clock":"awake","clocks":[{"clock":"awake","minutes":30,"closed":0,"waits":[],"due":"2026-11-23T02:30:00+00:00"}],"role":"desk","on_duty":["mei"],"gap":false}],"covering":null,"asked":null}', '[]', 7, 4);
INSERT INTO "responsibility_decision" VALUES (22, '2026-11-23 02:00:00', 'policy', '{"network":"testnet","channel":"Public","brand":"","market":"","kind":"post","lang":"en","sentiment":"neutral","intent":"question","risk":0,"followers":7,"topic":["acme"],"tag":[],"is":["addressed","question"],"author":"author2","posted":"2026-11-23T01:57:00+00:00","has":["image","media"],"turn_since":"2026-11-23T02:00:00+00:00"}', '{"rule":"Complaints and questions","handling":"answer","accountable":{"role":"desk","person":"mei"},"responsible":"desk","consulted":[],"informed":[],"deadline":"2026-11-23T04:00:00+00:00","approve_by":[],"ladder":null,"on_duty":["mei"],"covers":"mei","gap":false,"trace":[{"step":"policy","policy":"Solo, selling to consumers"},{"step":"rule","rule":"Harm first","matched":false,"failed":[{"condition":"risk>=70","field":"risk","value":0}]},{"step":"rule","rule":"Spam is only counted","matched":false,"failed":[{"condition":"intent:spam","field":"intent","value":"question"}]},{"step":"rule","rule":"Complaints and questions","matched":true,"when":"is:addressed AND intent:(complaint OR question)"},{"step":"person","role":"desk","person":"mei","how":"alone","on_duty":["mei"]},{"step":"deadline","due":"2026-11-23T04:00:00+00:00","since":"2026-11-23T02:00:00+00:00","clock":"awake","clocks":[{"clock":"awake","minutes":120,"closed":0,"waits":[],"due":"2026-11-23T04:00:00+00:00"}],"role":"desk","on_duty":["mei"],"gap":false}],"covering":null,"asked":null}', '[]', 8, 4);
INSERT INTO "responsibility_decision" VALUES (23, '2026-11-23 02:00:00', 'policy', '{"network":"testnet","channel":"Public","brand":"","market":"","kind":"post","lang":"und","sentiment":"positive","intent":"praise","risk":0,"followers":7,"topic":["acme"],"tag":[],"is":["addressed"],"author":"author3","posted":"2026-11-23T01:56:00+00:00","turn_since":"2026-11-23T02:00:00+00:00"}', '{"rule":"All else that addresses us","handling":"answer","accountable":{"role":"desk","person":"zoe"},"responsible":"desk","consulted":[],"informed":[],"deadline":"2026-11-23T10:00:00+00:00","approve_by":[],"ladder":null,"on_duty":["mei"],"covers":"mei","gap":false,"trace":[{"step":"policy","policy":"Solo, selling to consumers"},{"step":"rule","rule":"Harm first","matched":false,"failed":[{"condition":"risk>=70","field":"risk","value":0}]},{"step":"rule","rule":"Spam is only counted","matched":false,"failed":[{"condition":"intent:spam","field":"intent","value":"praise"}]},{"step":"rule","rule":"Complaints and questions","matched":false,"failed":[{"condition":"intent:(complaint OR question)","field":"intent","value":"praise"}]},{"step":"rule","rule":"Press","matched":false,"failed":[{"condition":"intent:press","field":"intent","value":"praise"}]},{"step":"rule","rule":"All else that addresses us","matched":true,"when":"is:addressed"},{"step":"person","role":"desk","person":"zoe","how":"stays","on_duty":["mei"]},{"step":"deadline","due":"2026-11-23T10:00:00+00:00","since":"2026-11-23T02:00:00+00:00","clock":"awake","clocks":[{"clock":"awake","minutes":480,"closed":0,"waits":[],"due":"2026-11-23T10:00:00+00:00"}],"role":"desk","on_duty":["mei"],"gap":false}],"covering":null,"asked":"mei"}', '[]', 9, 4);
INSERT INTO "responsibility_decision" VALUES (24, '2026-11-23 02:00:00', 'policy', '{"network":"testnet","channel":"Public","brand":"","market":"","kind":"post","lang":"und","sentiment":"negative","intent":"other","risk":0,"followers":7,"topic":["acme"],"tag":["refund"],"is":[],"author":"author4","posted":"2026-11-23T01:55:00+00:00","turn_since":"2026-11-23T02:00:00+00:00"}', '{"rule":"Not addressed to us","handling":"watch","accountable":{"role":"desk","person":"mei"},"responsible":"desk","consulted":[],"informed":[],"deadline":null,"approve_by":[],"ladder":null,"on_duty":["mei"],"covers":"mei","gap":false,"trace":[{"step":"policy","policy":"Solo, selling to consumers"},{"step":"rule","rule":"Harm first","matched":false,"failed":[{"condition":"risk>=70","field":"risk","value":0}]},{"step":"rule","rule":"Spam is only counted","matched":false,"failed":[{"condition":"intent:spam","field":"intent","value":"other"}]},{"step":"rule","rule":"Complaints and questions","matched":false,"failed":[{"condition":"is:addressed","field":"is","value":[]},{"condition":"intent:(complaint OR question)","field":"intent","value":"other"}]},{"step":"rule","rule":"Press","matched":false,"failed":[{"condition":"intent:press","field":"intent","value":"other"}]},{"step":"rule","rule":"All else that addresses us","matched":false,"failed":[{"condition":"is:addressed","field":"is","value":[]}]},{"step":"rule","rule":"Not addressed to us","matched":true,"when":"NOT is:addressed"},{"step":"person","role":"desk","person":"mei","how":"alone","on_duty":["mei"]},{"step":"deadline","due":null,"why":"handling"}],"covering":null,"asked":null}', '[]', 10, 4);
CREATE TABLE "responsibility_assignment" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "role" varchar(60) NOT NULL, "why" varchar(20) NOT NULL, "at" datetime NOT NULL, "accepted_at" datetime NULL, "ended_at" datetime NULL, "by_id" bigint NULL REFERENCES "people_membership" ("id") DEFERRABLE INITIALLY DEFERRED, "conversation_id" bigint NOT NULL REFERENCES "conversations_conversation" ("id") DEFERRABLE INITIALLY DEFERRED, "membership_id" bigint NOT NULL REFERENCES "people_membership" ("id") DEFERRABLE INITIALLY DEFERRED, "previous_id" bigint NULL REFERENCES "people_membership" ("id") DEFERRABLE INITIALLY DEFERRED, "decision_id" bigint NULL REFERENCES "responsibility_decision" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "responsibility_assignment" VALUES (1, 'desk', 'rule', '2026-11-23 02:00:00', NULL, NULL, NULL, 1, 2, NULL, 1);
INSERT INTO "responsibility_assignment" VALUES (2, 'desk', 'rule', '2026-11-23 02:00:00', NULL, NULL, NULL, 2, 2, NULL, 2);
INSERT INTO "responsibility_assignment" VALUES (3, 'desk', 'rule', '2026-11-23 02:00:00', NULL, NULL, NULL, 3, 2, NULL, 3);
INSERT INTO "responsibility_assignment" VALUES (4, 'desk', 'rule', '2026-11-23 02:00:00', NULL, NULL, NULL, 4, 2, NULL, 4);
INSERT INTO "responsibility_assignment" VALUES (5, 'desk', 'rule', '2026-11-23 02:00:00', NULL, NULL, NULL, 5, 2, NULL, 5);
INSERT INTO "responsibility_assignment" VALUES (6, 'desk', 'rule', '2026-11-23 02:00:00', NULL, '2026-11-23 02:00:00', NULL, 6, 3, NULL, 13);
INSERT INTO "responsibility_assignment" VALUES (7, 'desk', 'rule', '2026-11-23 02:00:00', NULL, '2026-11-23 02:00:00', NULL, 7, 3, NULL, 14);
INSERT INTO "responsibility_assignment" VALUES (8, 'desk', 'rule', '2026-11-23 02:00:00', NULL, '2026-11-23 02:00:00', NULL, 8, 3, NULL, 15);
INSERT INTO "responsibility_assignment" VALUES (9, 'desk', 'rule', '2026-11-23 02:00:00', NULL, NULL, NULL, 9, 3, NULL, 16);
INSERT INTO "responsibility_assignment" VALUES (10, 'desk', 'rule', '2026-11-23 02:00:00', NULL, '2026-11-23 02:00:00', NULL, 10, 3, NULL, 17);
INSERT INTO "responsibility_assignment" VALUES (11, 'desk', 'policy', '2026-11-23 02:00:00', NULL, NULL, NULL, 6, 6, 3, 20);
INSERT INTO "responsibility_assignment" VALUES (12, 'desk', 'policy', '2026-11-23 02:00:00', NULL, NULL, NULL, 7, 6, 3, 21);
INSERT INTO "responsibility_assignment" VALUES (13, 'desk', 'policy', '2026-11-23 02:00:00', NULL, NULL, NULL, 8, 6, 3, 22);
INSERT INTO "responsibility_assignment" VALUES (14, 'desk', 'policy', '2026-11-23 02:00:00', NULL, NULL, NULL, 10, 6, 3, 24);
CREATE TABLE "responsibility_handover" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "note" text NOT NULL, "at" datetime NOT NULL, "lapses_at" datetime NOT NULL, "answered_at" datetime NULL, "asks_giver" bool NOT NULL, "role" varchar(60) NOT NULL, "state" varchar(10) NOT NULL, "conversation_id" bigint NOT NULL REFERENCES "conversations_conversation" ("id") DEFERRABLE INITIALLY DEFERRED, "decision_id" bigint NULL REFERENCES "responsibility_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "giver_id" bigint NOT NULL REFERENCES "people_membership" ("id") DEFERRABLE INITIALLY DEFERRED, "taker_id" bigint NOT NULL REFERENCES "people_membership" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "responsibility_handover" VALUES (1, 'Yours?', '2026-11-23 02:00:00', '2026-11-23 03:00:00', NULL, 0, '', 'offered', 4, NULL, 2, 4);
INSERT INTO "responsibility_handover" VALUES (2, '', '2026-11-23 02:00:00', '2026-11-23 02:10:00', NULL, 1, 'desk', 'offered', 9, 23, 3, 6);
CREATE TABLE "responsibility_involvement" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "letter" varchar(1) NOT NULL, "role" varchar(60) NOT NULL, "conversation_id" bigint NOT NULL REFERENCES "conversations_conversation" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "involvement_once" UNIQUE ("conversation_id", "letter", "role"));
INSERT INTO "responsibility_involvement" VALUES (1, 'R', 'desk', 1);
INSERT INTO "responsibility_involvement" VALUES (2, 'R', 'desk', 2);
INSERT INTO "responsibility_involvement" VALUES (3, 'R', 'desk', 3);
INSERT INTO "responsibility_involvement" VALUES (4, 'R', 'desk', 4);
INSERT INTO "responsibility_involvement" VALUES (5, 'R', 'desk', 5);
INSERT INTO "responsibility_involvement" VALUES (6, 'R', 'desk', 6);
INSERT INTO "responsibility_involvement" VALUES (7, 'R', 'desk', 7);
INSERT INTO "responsibility_involvement" VALUES (8, 'R', 'desk', 8);
INSERT INTO "responsibility_involvement" VALUES (9, 'R', 'desk', 9);
INSERT INTO "responsibility_involvement" VALUES (10, 'R', 'desk', 10);
CREATE TABLE "responsibility_policyversion" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "number" integer unsigned NOT NULL CHECK ("number" >= 0), "text" text NOT NULL, "by_name" varchar(200) NOT NULL, "created_at" datetime NOT NULL, "activated_at" datetime NULL, "active" bool NOT NULL, "workspace_id" bigint NOT NULL REFERENCES "people_workspace" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "policy_number_once" UNIQUE ("workspace_id", "number"));
INSERT INTO "responsibility_policyversion" VALUES (1, 1, '# 一個人回覆所有對話：依期限排序，非服務時段是您自己的。
policy: 個人，面向消費者
zone: UTC
backstop: mei
roles:
  desk: {lead: mei, members: [mei], hours: awake}
hours:
  # 您真正會看的時段。其他時間沒有人值班，期限也不會落在那裡。
  awake: {days: daily, from: "08:00", to: "22:00"}
ladders:
  # 沒有其他人可以通報時，通報層級會提醒您，之後再提醒一次。
  again: [{after: 15m, to: desk}, {after: 30m, to: mei}]
rules: # 由第一條符合的規則決定
  - name: 危害事件優先
    when: risk>=70
    accountable: desk
    answer within: {awake: 30m}
    ladder: again
  - name: 垃圾訊息只計數
    when: intent:spam
    handling: ignore
    accountable: desk
  - name: 客訴與提問
    when: is:addressed AND intent:(complaint OR question)
    accountable: desk
    answer within: {awake: 2h}
  - name: 媒體詢問
    when: intent:press
    accountable: desk
    answer within: {awake: 4h}
  - name: 其他對我們說的話
    when: is:addressed
    accountable: desk
    answer within: {awake: 8h}
  - name: 不是對我們說的
    when: NOT is:addressed
    handling: watch
    accountable: desk
otherwise: {accountable: desk}
guarantees:
  - 危害事件一小時內回覆: when risk>=70 then answer within <= 60m
  - 對我們的客訴在兩個服務小時內回覆: when intent:complaint AND is:addressed then answer within <= 2h of awake
accepted:
  - {finding: guarantees, subject: 危害事件一小時內回覆, by: mei, because: "夜間我在睡覺，等到早上再處理"}
', 'Mei', '2026-11-23 08:18:26.398544', '2026-11-23 08:18:26.398548', 0, 2);
INSERT INTO "responsibility_policyversion" VALUES (2, 2, '# One person answers everything. The order is by deadline, the closed hours are yours.
policy: Solo, selling to consumers
zone: Asia/Taipei
backstop: mei
roles:
  desk: {lead: mei, members: [mei], hours: awake}
hours:
  # The hours in which you really look. Nobody is on duty in the others, and no deadline falls there.
  awake: {days: daily, from: "08:00", to: "22:00"}
ladders:
  # With nobody else to call, a ladder reminds you, and then once more.
  again: [{after: 15m, to: desk}, {after: 30m, to: mei}]
rules: # the first rule that matches decides
  - name: Harm first
    when: risk>=70
    accountable: desk
    answer within: {awake: 30m}
    ladder: again
  - name: Spam is only counted
    when: intent:spam
    handling: ignore
    accountable: desk
  - name: Complaints and questions
    when: is:addressed AND intent:(complaint OR question)
    accountable: desk
    answer within: {awake: 2h}
  - name: Press
    when: intent:press
    accountable: desk
    answer within: {awake: 4h}
  - name: All else that addresses us
    when: is:addressed
    accountable: desk
    answer within: {awake: 8h}
  - name: Not addressed to us
    when: NOT is:addressed
    handling: watch
    accountable: desk
otherwise: {accountable: desk}
guarantees:
  - harm is answered within an hour: when risk>=70 then answer within <= 60m
  - complaints to us are answered in two open hours: when intent:complaint AND is:addressed then answer within <= 2h of awake
accepted:
  - {finding: guarantees, subject: harm is answered within an hour, by: mei, because: "at night I sleep; it waits until the morning"}
', 'Mei', '2026-11-23 02:00:00', '2026-11-23 02:00:00', 1, 2);
INSERT INTO "responsibility_policyversion" VALUES (3, 1, '# One person answers everything. The order is by deadline, the closed hours are yours.
policy: Solo, selling to consumers
zone: UTC
backstop: zoe
roles:
  desk: {lead: zoe, members: [zoe], hours: awake}
hours:
  # The hours in which you really look. Nobody is on duty in the others, and no deadline falls there.
  awake: {days: daily, from: "08:00", to: "22:00"}
ladders:
  # With nobody else to call, a ladder reminds you, and then once more.
  again: [{after: 15m, to: desk}, {after: 30m, to: zoe}]
rules: # the first rule that matches decides
  - name: Harm first
    when: risk>=70
    accountable: desk
    answer within: {awake: 30m}
    ladder: again
  - name: Spam is only counted
    when: intent:spam
    handling: ignore
    accountable: desk
  - name: Complaints and questions
    when: is:addressed AND intent:(complaint OR question)
    accountable: desk
    answer within: {awake: 2h}
  - name: Press
    when: intent:press
    accountable: desk
    answer within: {awake: 4h}
  - name: All else that addresses us
    when: is:addressed
    accountable: desk
    answer within: {awake: 8h}
  - name: Not addressed to us
    when: NOT is:addressed
    handling: watch
    accountable: desk
otherwise: {accountable: desk}
guarantees:
  - harm is answered within an hour: when risk>=70 then answer within <= 60m
  - complaints to us are answered in two open hours: when intent:complaint AND is:addressed then answer within <= 2h of awake
accepted:
  - {finding: guarantees, subject: harm is answered within an hour, by: zoe, because: "at night I sleep; it waits until the morning"}
', 'Zoe', '2026-11-23 08:18:26.509770', '2026-11-23 08:18:26.509773', 0, 3);
INSERT INTO "responsibility_policyversion" VALUES (4, 2, '# One person answers everything. The order is by deadline, the closed hours are yours.
policy: Solo, selling to consumers
zone: Asia/Taipei
backstop: mei
roles:
  desk: {lead: mei, members: [mei], hours: awake}
hours:
  # The hours in which you really look. Nobody is on duty in the others, and no deadline falls there.
  awake: {days: daily, from: "08:00", to: "22:00"}
ladders:
  # With nobody else to call, a ladder reminds you, and then once more.
  again: [{after: 15m, to: desk}, {after: 30m, to: mei}]
rules: # the first rule that matches decides
  - name: Harm first
    when: risk>=70
    accountable: desk
    answer within: {awake: 30m}
    ladder: again
  - name: Spam is only counted
    when: intent:spam
    handling: ignore
    accountable: desk
  - name: Complaints and questions
    when: is:addressed AND intent:(complaint OR question)
    accountable: desk
    answer within: {awake: 2h}
  - name: Press
    when: intent:press
    accountable: desk
    answer within: {awake: 4h}
  - name: All else that addresses us
    when: is:addressed
    accountable: desk
    answer within: {awake: 8h}
  - name: Not addressed to us
    when: NOT is:addressed
    handling: watch
    accountable: desk
otherwise: {accountable: desk}
guarantees:
  - harm is answered within an hour: when risk>=70 then answer within <= 60m
  - complaints to us are answered in two open hours: when intent:complaint AND is:addressed then answer within <= 2h of awake
accepted:
  - {finding: guarantees, subject: harm is answered within an hour, by: mei, because: "at night I sleep; it waits until the morning"}
', 'Zoe', '2026-11-23 02:00:00', '2026-11-23 02:00:00', 1, 3);
CREATE TABLE "sample_sample" ("workspace_id" bigint NOT NULL PRIMARY KEY REFERENCES "people_workspace" ("id") DEFERRABLE INITIALLY DEFERRED, "begun_at" datetime NOT NULL, "told" integer unsigned NOT NULL CHECK ("told" >= 0), "person_id" bigint NOT NULL REFERENCES "people_person" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "sample_once_a_person" UNIQUE ("person_id"));
CREATE TABLE "django_session" ("session_key" varchar(40) NOT NULL PRIMARY KEY, "session_data" text NOT NULL, "expire_date" datetime NOT NULL);
INSERT INTO "django_session" VALUES ('canarysession0123456789abcdefghi', 'x', '2026-12-23 02:00:00');
CREATE TABLE "start_beginning" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "passed" text NOT NULL CHECK ((JSON_VALID("passed") OR "passed" IS NULL)), "size" varchar(20) NOT NULL, "market" varchar(4) NOT NULL, "brand" varchar(80) NOT NULL, "spellings" text NOT NULL CHECK ((JSON_VALID("spellings") OR "spellings" IS NULL)), "industry" text NOT NULL CHECK ((JSON_VALID("industry") OR "industry" IS NULL)), "seats" text NOT NULL CHECK ((JSON_VALID("seats") OR "seats" IS NULL)), "policy_number" integer unsigned NOT NULL CHECK ("policy_number" >= 0), "begun_at" datetime NOT NULL, "ended_at" datetime NULL, "workspace_id" bigint NOT NULL UNIQUE REFERENCES "people_workspace" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "web_liveevent" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "workspace_id" bigint NOT NULL, "kind" varchar(60) NOT NULL, "ref" bigint NOT NULL, "payload" text NOT NULL CHECK ((JSON_VALID("payload") OR "payload" IS NULL)), "at" datetime NOT NULL);
INSERT INTO "web_liveevent" VALUES (1, 2, 'topic.changed', 1, '{}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (2, 2, 'conversation.new', 1, '{"state":"new","accountable":2,"revision":1,"handling":"answer","alert":true,"thread":"test://post/0"}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (3, 2, 'conversation.new', 2, '{"state":"new","accountable":2,"revision":1,"handling":"answer","alert":true,"thread":"test://post/1"}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (4, 2, 'conversation.new', 3, '{"state":"new","accountable":2,"revision":1,"handling":"answer","alert":true,"thread":"test://post/2"}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (5, 2, 'conversation.new', 4, '{"state":"new","accountable":2,"revision":1,"handling":"answer","alert":true,"thread":"test://post/3"}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (6, 2, 'conversation.new', 5, '{"state":"new","accountable":2,"revision":1,"handling":"watch","alert":false,"thread":"test://post/4"}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (7, 2, 'import.changed', 1, '{}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (8, 2, 'import.changed', 1, '{}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (9, 2, 'import.changed', 1, '{}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (10, 2, 'conversation.changed', 5, '{"state": "new", "accountable": 2, "revision": 1, "thread": "test://post/4"}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (11, 2, 'conversation.changed', 5, '{"state": "new", "accountable": 2, "revision": 2, "thread": "test://post/4"}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (12, 2, 'conversation.changed', 5, '{"state":"new","accountable":2,"revision":3,"handling":"watch","alert":false,"thread":"test://post/4"}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (13, 2, 'conversation.changed', 5, '{"state":"new","accountable":2,"revision":4,"handling":"watch","alert":false,"thread":"test://post/4"}', '2026-11-23 08:18:26.456790');
INSERT INTO "web_liveevent" VALUES (14, 2, 'policy.changed', 2, '{"number": 2}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (15, 2, 'conversation.changed', 1, '{"state":"new","accountable":2,"revision":2,"handling":"answer","alert":true,"thread":"test://post/0"}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (16, 2, 'conversation.changed', 2, '{"state":"new","accountable":2,"revision":2,"handling":"answer","alert":true,"thread":"test://post/1"}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (17, 2, 'conversation.changed', 3, '{"state":"new","accountable":2,"revision":2,"handling":"answer","alert":true,"thread":"test://post/2"}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (18, 2, 'conversation.changed', 4, '{"state":"new","accountable":2,"revision":2,"handling":"answer","alert":true,"thread":"test://post/3"}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (19, 2, 'conversation.changed', 5, '{"state":"new","accountable":2,"revision":5,"handling":"watch","alert":false,"thread":"test://post/4"}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (20, 3, 'topic.changed', 2, '{}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (21, 3, 'conversation.new', 6, '{"state":"new","accountable":3,"revision":1,"handling":"answer","alert":true,"thread":"test://post/0"}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (22, 3, 'conversation.new', 7, '{"state":"new","accountable":3,"revision":1,"handling":"answer","alert":true,"thread":"test://post/1"}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (23, 3, 'conversation.new', 8, '{"state":"new","accountable":3,"revision":1,"handling":"answer","alert":true,"thread":"test://post/2"}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (24, 3, 'conversation.new', 9, '{"state":"new","accountable":3,"revision":1,"handling":"answer","alert":true,"thread":"test://post/3"}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (25, 3, 'conversation.new', 10, '{"state":"new","accountable":3,"revision":1,"handling":"watch","alert":false,"thread":"test://post/4"}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (26, 3, 'import.changed', 2, '{}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (27, 3, 'import.changed', 2, '{}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (28, 3, 'import.changed', 2, '{}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (29, 3, 'conversation.changed', 10, '{"state": "new", "accountable": 3, "revision": 1, "thread": "test://post/4"}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (30, 3, 'conversation.changed', 10, '{"state": "new", "accountable": 3, "revision": 2, "thread": "test://post/4"}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (31, 3, 'conversation.changed', 10, '{"state":"new","accountable":3,"revision":3,"handling":"watch","alert":false,"thread":"test://post/4"}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (32, 3, 'conversation.changed', 10, '{"state":"new","accountable":3,"revision":4,"handling":"watch","alert":false,"thread":"test://post/4"}', '2026-11-23 08:18:26.557989');
INSERT INTO "web_liveevent" VALUES (33, 3, 'policy.changed', 4, '{"number": 2}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (34, 3, 'conversation.changed', 6, '{"state":"new","accountable":6,"revision":2,"handling":"answer","alert":true,"thread":"test://post/0"}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (35, 3, 'conversation.changed', 7, '{"state":"new","accountable":6,"revision":2,"handling":"answer","alert":true,"thread":"test://post/1"}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (36, 3, 'conversation.changed', 8, '{"state":"new","accountable":6,"revision":2,"handling":"answer","alert":true,"thread":"test://post/2"}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (37, 3, 'conversation.changed', 9, '{"state":"new","accountable":3,"revision":2,"handling":"answer","alert":true,"thread":"test://post/3"}', '2026-11-23 02:00:00');
INSERT INTO "web_liveevent" VALUES (38, 3, 'conversation.changed', 10, '{"state":"new","accountable":6,"revision":5,"handling":"watch","alert":false,"thread":"test://post/4"}', '2026-11-23 02:00:00');
DELETE FROM sqlite_sequence;
INSERT INTO "sqlite_sequence" VALUES ('django_migrations', 41);
INSERT INTO "sqlite_sequence" VALUES ('account_emailaddress', 0);
INSERT INTO "sqlite_sequence" VALUES ('django_content_type', 44);
INSERT INTO "sqlite_sequence" VALUES ('auth_permission', 176);
INSERT INTO "sqlite_sequence" VALUES ('auth_group', 0);
INSERT INTO "sqlite_sequence" VALUES ('listening_author', 12);
INSERT INTO "sqlite_sequence" VALUES ('listening_channel', 4);
INSERT INTO "sqlite_sequence" VALUES ('listening_heard', 4);
INSERT INTO "sqlite_sequence" VALUES ('listening_badrow', 2);
INSERT INTO "sqlite_sequence" VALUES ('listening_correction', 2);
INSERT INTO "sqlite_sequence" VALUES ('listening_postversion', 12);
INSERT INTO "sqlite_sequence" VALUES ('listening_sighting', 12);
INSERT INTO "sqlite_sequence" VALUES ('listening_mention', 8);
INSERT INTO "sqlite_sequence" VALUES ('conversations_conversation', 10);
INSERT INTO "sqlite_sequence" VALUES ('conversations_entry', 10);
INSERT INTO "sqlite_sequence" VALUES ('listening_import', 2);
INSERT INTO "sqlite_sequence" VALUES ('listening_post', 12);
INSERT INTO "sqlite_sequence" VALUES ('listening_topic', 2);
INSERT INTO "sqlite_sequence" VALUES ('listening_lesson', 0);
INSERT INTO "sqlite_sequence" VALUES ('responsibility_policyversion', 4);
INSERT INTO "sqlite_sequence" VALUES ('people_person', 3);
INSERT INTO "sqlite_sequence" VALUES ('people_workspace', 3);
INSERT INTO "sqlite_sequence" VALUES ('people_membership', 6);
INSERT INTO "sqlite_sequence" VALUES ('audit_entry', 21);
INSERT INTO "sqlite_sequence" VALUES ('people_invitation', 2);
INSERT INTO "sqlite_sequence" VALUES ('web_liveevent', 38);
INSERT INTO "sqlite_sequence" VALUES ('responsibility_decision', 24);
INSERT INTO "sqlite_sequence" VALUES ('responsibility_assignment', 14);
INSERT INTO "sqlite_sequence" VALUES ('responsibility_involvement', 10);
INSERT INTO "sqlite_sequence" VALUES ('conversations_note', 2);
INSERT INTO "sqlite_sequence" VALUES ('delivery_draft', 2);
INSERT INTO "sqlite_sequence" VALUES ('delivery_publication', 2);
INSERT INTO "sqlite_sequence" VALUES ('delivery_attempt', 2);
INSERT INTO "sqlite_sequence" VALUES ('responsibility_handover', 2);
INSERT INTO "sqlite_sequence" VALUES ('listening_unmatched', 2);
INSERT INTO "sqlite_sequence" VALUES ('people_signinlink', 1);
CREATE UNIQUE INDEX "handle_once_a_workspace" ON "people_membership" ("workspace_id", (LOWER("handle")));
CREATE UNIQUE INDEX "person_once_a_workspace" ON "people_membership" ("workspace_id", "person_id") WHERE "person_id" IS NOT NULL;
CREATE UNIQUE INDEX "person_email_once" ON "people_person" ((LOWER("email")));
CREATE INDEX "people_membership_handle_a87e7955" ON "people_membership" ("handle");
CREATE INDEX "people_membership_person_id_dd6d28d1" ON "people_membership" ("person_id");
CREATE INDEX "people_membership_workspace_id_2e466bc9" ON "people_membership" ("workspace_id");
CREATE INDEX "people_signinlink_person_id_23cfcfe6" ON "people_signinlink" ("person_id");
CREATE INDEX "people_invitation_created_by_id_542412ed" ON "people_invitation" ("created_by_id");
CREATE INDEX "people_invitation_membership_id_10725569" ON "people_invitation" ("membership_id");
CREATE INDEX "people_invitation_workspace_id_76ee439b" ON "people_invitation" ("workspace_id");
CREATE INDEX "account_emailconfirmation_email_address_id_5b7f8c58" ON "account_emailconfirmation" ("email_address_id");
CREATE UNIQUE INDEX "account_emailaddress_user_id_email_987c8728_uniq" ON "account_emailaddress" ("user_id", "email");
CREATE UNIQUE INDEX "unique_verified_email" ON "account_emailaddress" ("email") WHERE "verified";
CREATE INDEX "account_emailaddress_user_id_2c513194" ON "account_emailaddress" ("user_id");
CREATE INDEX "account_emailaddress_email_03be32b2" ON "account_emailaddress" ("email");
CREATE UNIQUE INDEX "unique_primary_email" ON "account_emailaddress" ("user_id", "primary") WHERE "primary";
CREATE INDEX "audit_by_workspace" ON "audit_entry" ("workspace_id", "id" DESC);
CREATE INDEX "audit_by_object" ON "audit_entry" ("workspace_id", "object_kind", "object_id");
CREATE UNIQUE INDEX "django_content_type_app_label_model_76bd3d3b_uniq" ON "django_content_type" ("app_label", "model");
CREATE UNIQUE INDEX "auth_group_permissions_group_id_permission_id_0cd325b0_uniq" ON "auth_group_permissions" ("group_id", "permission_id");
CREATE INDEX "auth_group_permissions_group_id_b120cbf9" ON "auth_group_permissions" ("group_id");
CREATE INDEX "auth_group_permissions_permission_id_84c5c92e" ON "auth_group_permissions" ("permission_id");
CREATE UNIQUE INDEX "auth_permission_content_type_id_codename_01ab375a_uniq" ON "auth_permission" ("content_type_id", "codename");
CREATE INDEX "auth_permission_content_type_id_2f476e4b" ON "auth_permission" ("content_type_id");
CREATE INDEX "listening_author_workspace_id_cd56acfa" ON "listening_author" ("workspace_id");
CREATE INDEX "author_without_profile" ON "listening_author" ("workspace_id", "network") WHERE "profile_at" IS NULL;
CREATE INDEX "listening_channel_workspace_id_62cba568" ON "listening_channel" ("workspace_id");
CREATE INDEX "listening_heard_channel_id_9e92c803" ON "listening_heard" ("channel_id");
CREATE INDEX "listening_badrow_source_id_0099cbb0" ON "listening_badrow" ("source_id");
CREATE INDEX "listening_correction_by_id_0e915823" ON "listening_correction" ("by_id");
CREATE INDEX "listening_sighting_channel_id_c3cc665a" ON "listening_sighting" ("channel_id");
CREATE INDEX "listening_mention_topic_id_322d9fe0" ON "listening_mention" ("topic_id");
CREATE INDEX "unmatched_by_id" ON "listening_unmatched" ("workspace_id", "network", "canonical_id");
CREATE INDEX "conversations_note_by_id_4605985a" ON "conversations_note" ("by_id");
CREATE INDEX "conversations_note_conversation_id_a486ed4c" ON "conversations_note" ("conversation_id");
CREATE INDEX "conversations_conversation_author_id_32c3573e" ON "conversations_conversation" ("author_id");
CREATE INDEX "conversations_conversation_channel_id_c75ad9c1" ON "conversations_conversation" ("channel_id");
CREATE INDEX "conversations_conversation_newest_post_id_289e5942" ON "conversations_conversation" ("newest_post_id");
CREATE INDEX "conversation_by_deadline" ON "conversations_conversation" ("workspace_id", "state", "deadline_at");
CREATE INDEX "conversation_mine" ON "conversations_conversation" ("accountable_id", "state", "deadline_at");
CREATE INDEX "conversation_newest" ON "conversations_conversation" ("workspace_id", "id" DESC);
CREATE INDEX "conversation_covered" ON "conversations_conversation" ("covering_id") WHERE "covering_id" IS NOT NULL;
CREATE INDEX "conversation_snoozed" ON "conversations_conversation" ("snoozed_until") WHERE "state" = 'snoozed';
CREATE INDEX "conversation_lists" ON "conversations_conversation" ("workspace_id", "state", "handling", "deadline_at", "accountable_id", "covering_id", "turn_since");
CREATE INDEX "conversations_entry_post_id_933bd0d4" ON "conversations_entry" ("post_id");
CREATE INDEX "conversations_merged_into_id_8a0b2c88" ON "conversations_merged" ("into_id");
CREATE INDEX "conversations_merged_workspace_id_752fb3fa" ON "conversations_merged" ("workspace_id");
CREATE INDEX "publication_due" ON "delivery_publication" ("state", "not_before");
CREATE INDEX "publication_by_conv" ON "delivery_publication" ("conversation_id", "id");
CREATE UNIQUE INDEX "one_publication_under_way" ON "delivery_publication" ("conversation_id") WHERE "state" IN ('queued', 'claimed', 'unknown', 'held');
CREATE INDEX "delivery_publication_by_id_d650ce2e" ON "delivery_publication" ("by_id");
CREATE INDEX "delivery_publication_channel_id_6739f90e" ON "delivery_publication" ("channel_id");
CREATE INDEX "delivery_publication_conversation_id_79ce71f1" ON "delivery_publication" ("conversation_id");
CREATE INDEX "delivery_publication_parent_id_45898acb" ON "delivery_publication" ("parent_id");
CREATE INDEX "delivery_publication_workspace_id_cf1519b6" ON "delivery_publication" ("workspace_id");
CREATE INDEX "delivery_attempt_publication_id_35696cf9" ON "delivery_attempt" ("publication_id");
CREATE INDEX "delivery_draft_by_id_266cb34b" ON "delivery_draft" ("by_id");
CREATE INDEX "delivery_draft_conversation_id_1a1257da" ON "delivery_draft" ("conversation_id");
CREATE INDEX "inbox_watchvisit_membership_id_a108f819" ON "inbox_watchvisit" ("membership_id");
CREATE INDEX "inbox_watchvisit_topic_id_79a687e0" ON "inbox_watchvisit" ("topic_id");
CREATE INDEX "listening_import_by_id_daeb679b" ON "listening_import" ("by_id");
CREATE INDEX "listening_import_workspace_id_9e06025f" ON "listening_import" ("workspace_id");
CREATE INDEX "listening_post_author_id_5e385190" ON "listening_post" ("author_id");
CREATE INDEX "listening_post_channel_id_dd3d496a" ON "listening_post" ("channel_id");
CREATE INDEX "listening_post_workspace_id_acb17063" ON "listening_post" ("workspace_id");
CREATE INDEX "post_by_thread" ON "listening_post" ("workspace_id", "network", "thread_key");
CREATE UNIQUE INDEX "topic_name_once" ON "listening_topic" ("workspace_id", (LOWER("name")));
CREATE INDEX "listening_topic_name_ab3343e1" ON "listening_topic" ("name");
CREATE INDEX "listening_topic_workspace_id_279dbaab" ON "listening_topic" ("workspace_id");
CREATE INDEX "listening_topic_watcher_id_e1bdfe22" ON "listening_topic" ("watcher_id");
CREATE INDEX "listening_correction_lesson_id_baae243a" ON "listening_correction" ("lesson_id");
CREATE INDEX "listening_lesson_by_id_ba9a0282" ON "listening_lesson" ("by_id");
CREATE INDEX "listening_lesson_workspace_id_8b4b1f22" ON "listening_lesson" ("workspace_id");
CREATE INDEX "listening_gap_channel_id_0cbfa2ab" ON "listening_gap" ("channel_id");
CREATE INDEX "gap_by_channel" ON "listening_gap" ("channel_id", "from_at");
CREATE UNIQUE INDEX "campaign_name_once" ON "planning_campaign" ("workspace_id", (LOWER("name"))) WHERE "archived_at" IS NULL;
CREATE INDEX "planning_campaign_owner_id_0740a5d0" ON "planning_campaign" ("owner_id");
CREATE INDEX "planning_campaign_topic_id_aed1f7ff" ON "planning_campaign" ("topic_id");
CREATE INDEX "campaign_by_end" ON "planning_campaign" ("workspace_id", "ends_at") WHERE "archived_at" IS NULL;
CREATE UNIQUE INDEX "exactly_one_accountable" ON "responsibility_assignment" ("conversation_id") WHERE "ended_at" IS NULL;
CREATE INDEX "responsibility_assignment_conversation_id_3c6a2e71" ON "responsibility_assignment" ("conversation_id");
CREATE INDEX "responsibility_assignment_membership_id_6a8fd0c6" ON "responsibility_assignment" ("membership_id");
CREATE UNIQUE INDEX "one_open_handover" ON "responsibility_handover" ("conversation_id") WHERE "state" = 'offered';
CREATE INDEX "responsibility_handover_conversation_id_e7a460dd" ON "responsibility_handover" ("conversation_id");
CREATE INDEX "responsibility_handover_decision_id_bafd6827" ON "responsibility_handover" ("decision_id");
CREATE INDEX "responsibility_handover_giver_id_c828e8a0" ON "responsibility_handover" ("giver_id");
CREATE INDEX "responsibility_handover_taker_id_0260a6f5" ON "responsibility_handover" ("taker_id");
CREATE INDEX "involvement_by_role" ON "responsibility_involvement" ("role", "letter");
CREATE INDEX "responsibility_policyversion_workspace_id_27d3510a" ON "responsibility_policyversion" ("workspace_id");
CREATE UNIQUE INDEX "one_active_policy_a_workspace" ON "responsibility_policyversion" ("workspace_id") WHERE "active";
CREATE INDEX "decision_newest" ON "responsibility_decision" ("conversation_id", "id" DESC);
CREATE INDEX "sample_sample_person_id_19e139c7" ON "sample_sample" ("person_id");
CREATE INDEX "django_session_expire_date_a5c62663" ON "django_session" ("expire_date");
CREATE INDEX "live_by_workspace" ON "web_liveevent" ("workspace_id", "id");
COMMIT;
